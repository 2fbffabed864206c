package io.tallygate.portal.dispute;

import io.tallygate.billing.dispute.Dispute;
import io.tallygate.billing.dispute.DisputeRefused;
import io.tallygate.billing.dispute.Disputes;
import io.tallygate.billing.dispute.LineCall;
import io.tallygate.billing.dispute.LinePrices;
import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.invoice.Invoices;
import io.tallygate.billing.invoice.IssuedInvoice;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.metering.reading.BilledCalls;
import io.tallygate.metering.reading.UsageEvent;
import io.tallygate.portal.tenancy.TenantTransactions;
import io.tallygate.portal.usage.Usage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The calls of a line of an issued invoice, each with the step of the price it fell into, and disputes about them.
/// `visible` are the consumers whose documents the caller may see; empty for all. Reads the usage store outside of
/// transactions; all that does throws [io.tallygate.metering.reading.UsageUnavailable] when it cannot be read.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class LineCalls {
    @Inject
    private TenantTransactions transactions;

    @Inject
    private Usage usage;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager store;

    private record Found(IssuedInvoice invoice, InvoiceLine line, BilledCalls.Line calls) {}

    /// @param number  of the line, from 1
    /// @param cursor  of the page before; null for the first
    /// @return        empty when there is no such line, or not for these eyes, or none of calls
    public Optional<LinePage> page(
            TenantId tenant,
            UUID invoice,
            int number,
            Optional<List<UUID>> visible,
            int limit,
            @Nullable String cursor) {
        return find(tenant, invoice, number, visible).map(found -> {
            BilledCalls.Page page = usage.billedCalls().page(found.calls(), limit, cursor);
            LinePrices prices = LinePrices.of(found.line());
            List<LineCall> calls = new ArrayList<>();
            long place = page.before();
            for (UsageEvent call : page.calls()) {
                calls.add(priced(call, ++place, prices));
            }
            return new LinePage(found.invoice(), number, found.line(), calls, page.nextCursor());
        });
    }

    /// Drafts a credit note for calls of a line.
    /// @param calls  1 to [Disputes#MAX_CALLS] ids
    /// @return       empty when there is no such line, or not for these eyes
    /// @throws DisputeRefused  when a call is not of the line, or disputed already
    public Optional<Dispute> open(
            TenantId tenant, UUID invoice, int number, Optional<List<UUID>> visible, List<UUID> calls, String reason) {
        return find(tenant, invoice, number, visible).map(found -> {
            LinePrices prices = LinePrices.of(found.line());
            List<UUID> each = calls.stream().distinct().toList();
            List<LineCall> evidence = usage.billedCalls().find(found.calls(), each).stream()
                    .map(placed -> priced(placed.call(), placed.place(), prices))
                    .toList();
            if (evidence.size() < each.size()) {
                throw new DisputeRefused(
                        DisputeRefused.Reason.NOT_OF_THE_LINE, "Not all of these calls are on the line.");
            }
            return transactions.inTenant(tenant, () -> disputes().open(found.invoice(), number, reason, evidence));
        });
    }

    /// @throws DisputeRefused  when it is decided already
    public Optional<Dispute> decide(TenantId tenant, UUID dispute, boolean accept) {
        return transactions.inTenant(tenant, () -> disputes().decide(dispute, accept));
    }

    /// A dispute with its evidence.
    public record Story(Dispute dispute, List<Disputes.Evidence> evidence) {}

    public Optional<Story> dispute(TenantId tenant, UUID dispute, Optional<List<UUID>> visible) {
        return transactions.inTenant(
                tenant,
                () -> disputes()
                        .find(dispute)
                        .filter(found -> visible.isEmpty() || visible.get().contains(found.consumer()))
                        .map(found -> new Story(found, disputes().evidence(dispute))));
    }

    /// Newest first.
    /// @param invoice  only of it; null: of all
    public List<Dispute> disputes(
            TenantId tenant, @Nullable UUID invoice, Optional<List<UUID>> visible, @Nullable UUID before, int limit) {
        return transactions.inTenant(tenant, () -> disputes().list(invoice, visible.orElse(null), before, limit));
    }

    private Optional<Found> find(TenantId tenant, UUID id, int number, Optional<List<UUID>> visible) {
        return transactions.inTenant(tenant, () -> {
            Invoices invoices = new Invoices(store, clock);
            return invoices.find(id)
                    .filter(invoice -> visible.isEmpty() || visible.get().contains(invoice.consumer()))
                    .filter(invoice -> number >= 1 && number <= invoice.lines().size())
                    .filter(invoice -> invoice.lines().get(number - 1).isOfCalls())
                    .map(invoice -> {
                        InvoiceLine line = invoice.lines().get(number - 1);
                        BilledCalls.Line calls = new BilledCalls.Line(
                                tenant,
                                line.subscription(),
                                line.period(),
                                invoices.cutOff(line).orElse(null));
                        return new Found(invoice, line, calls);
                    });
        });
    }

    /// A call is one unit of the meter that counts requests.
    private static LineCall priced(UsageEvent call, long place, LinePrices prices) {
        return new LineCall(
                call.id(),
                call.endedAt(),
                call.method(),
                call.operation(),
                call.status(),
                BigDecimal.ONE,
                BigDecimal.valueOf(place),
                prices.parts(BigDecimal.valueOf(place - 1), BigDecimal.ONE));
    }

    private Disputes disputes() {
        return new Disputes(store, clock);
    }
}
