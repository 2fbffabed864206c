package io.tallygate.portal.invoice;

import io.tallygate.billing.invoice.Invoices;
import io.tallygate.billing.invoice.IssuedDocument;
import io.tallygate.billing.invoice.IssuedInvoice;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.ConsumerRole;
import io.tallygate.portal.consumer.ConsumerMember;
import io.tallygate.portal.consumer.Teams;
import io.tallygate.portal.mail.Attachment;
import io.tallygate.portal.mail.Mails;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// Sends an invoice to who pays it: the document as it was issued goes with the message.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class InvoiceMails {
    /// Members of one consumer that are written to at once.
    private static final int MOST = 20;

    /// Those of the first pages of a team are looked at; more are hardly there.
    private static final int LOOKED_AT = 200;

    @Inject
    private TenantTransactions transactions;

    @Inject
    private Teams teams;

    @Inject
    private Mails mails;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager store;

    /// To the consumer's members who pay: its owners and those of billing.
    /// @return  to whom; nobody when it has no such member; empty when there is no such invoice
    /// @throws io.tallygate.portal.input.WrongInput  when too many messages were sent within the hour
    public Optional<List<String>> send(TenantId tenant, UUID id) {
        return transactions.inTenant(tenant, () -> {
            Invoices invoices = new Invoices(store, clock);
            return invoices.find(id).map(invoice -> {
                IssuedDocument document = invoices.document(id).orElseThrow();
                List<String> payers = payers(tenant, invoice);
                payers.forEach(payer -> queue(tenant, payer, invoice, document));
                return payers;
            });
        });
    }

    private void queue(TenantId tenant, String payer, IssuedInvoice invoice, IssuedDocument document) {
        mails.queueWith(
                new Attachment(document.fileName(), document.mediaType(), document.bytes()),
                tenant,
                payer,
                invoice.buyer().language().equals("de") ? Locale.GERMANY : Locale.UK,
                "mail.invoice",
                invoice.number().toString(),
                invoice.seller().name(),
                invoice.sums().due().toString(),
                invoice.dueOn().toString());
    }

    private List<String> payers(TenantId tenant, IssuedInvoice invoice) {
        return teams.list(tenant, invoice.consumer(), null, LOOKED_AT).stream()
                .filter(member -> pays(member.role()))
                .map(ConsumerMember::email)
                .filter(email -> email != null && !email.isBlank())
                .distinct()
                .limit(MOST)
                .toList();
    }

    private static boolean pays(ConsumerRole role) {
        return role == ConsumerRole.OWNER || role == ConsumerRole.BILLING;
    }
}
