package io.tallygate.billing.payment;

import io.tallygate.billing.invoice.Settlements;
import io.tallygate.billing.ledger.Credit;
import io.tallygate.billing.ledger.CreditAccount;
import io.tallygate.billing.ledger.CreditPurchase;
import io.tallygate.billing.ledger.CreditPurchases;
import io.tallygate.billing.ledger.GrantOrigin;
import io.tallygate.billing.ledger.NewGrant;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.payment.store.PaymentRow;
import io.tallygate.billing.payment.store.PaymentShareRow;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Books money that came in: on what is due, and what is left over as the consumer's credit. The caller owns the
/// transaction and has set its tenant.
public final class Payments {
    /// Most open items that a statement is compared with.
    public static final int MAX_OPEN = 50_000;

    private final EntityManager store;
    private final Clock clock;
    private final Settlements settlements;
    private final Credit credit;
    private final CreditPurchases purchases;

    public Payments(EntityManager store, Clock clock, Settlements settlements) {
        this.store = store;
        this.clock = clock;
        this.settlements = settlements;
        this.credit = new Credit(store, clock);
        this.purchases = new CreditPurchases(store, clock, credit);
    }

    /// What money is still to come for, oldest first.
    /// @param consumer  null: of all
    public List<OpenItem> open(@Nullable UUID consumer) {
        List<OpenItem> items = new ArrayList<>();
        settlements
                .unsettled(consumer, MAX_OPEN)
                .forEach(each -> items.add(new OpenItem(
                        OpenItem.Kind.INVOICE,
                        each.invoice(),
                        each.number().toString(),
                        each.consumer(),
                        each.issuedOn(),
                        each.due())));
        for (CreditPurchase each : purchases.open(MAX_OPEN)) {
            if (consumer == null || consumer.equals(each.consumer())) {
                items.add(new OpenItem(
                        OpenItem.Kind.CREDIT_PURCHASE,
                        each.id(),
                        each.reference(),
                        each.consumer(),
                        each.createdAt().atZone(ZoneOffset.UTC).toLocalDate(),
                        new Money(
                                each.amount().amount().subtract(each.paid().amount()),
                                each.amount().currency())));
            }
        }
        return items;
    }

    /// Books a payment on these items, oldest first; what is left over becomes credit. The same key once more is the
    /// payment of before, and nothing is booked.
    /// @param items  of the payment's consumer
    public Payment book(NewPayment payment, List<OpenItem> items) {
        Optional<PaymentRow> before = byKey(payment.key());
        if (before.isPresent()) {
            return payment(before.get());
        }
        if (items.stream().anyMatch(item -> !item.consumer().equals(payment.consumer()))) {
            throw new IllegalArgumentException("a payment of one consumer pays nothing of another");
        }
        Money rest = payment.amount();
        List<PaymentShareRow> shares = new ArrayList<>();
        PaymentShares wanted = PaymentShares.of(payment.amount(), items);
        for (PaymentShares.Share share : wanted.shares()) {
            OpenItem item = items.stream()
                    .filter(each -> each.id().equals(share.item()))
                    .findFirst()
                    .orElseThrow();
            // what was due a moment ago may be paid by now: it takes what is due, the rest goes on
            Money taken = item.kind() == OpenItem.Kind.INVOICE
                    ? settlements.pay(item.id(), share.amount())
                    : purchases.pay(item.id(), share.amount());
            if (taken.amount().signum() > 0) {
                PaymentShareRow row = new PaymentShareRow();
                row.amount = taken.amount();
                row.invoiceId = item.kind() == OpenItem.Kind.INVOICE ? item.id() : null;
                row.purchaseId = item.kind() == OpenItem.Kind.CREDIT_PURCHASE ? item.id() : null;
                shares.add(row);
                rest = new Money(rest.amount().subtract(taken.amount()), rest.currency());
            }
        }
        if (rest.amount().signum() > 0) {
            shares.add(asCredit(payment, rest));
        }
        return payment(write(payment, shares));
    }

    /// Newest first.
    /// @param invoice  only what paid it; null: all
    /// @param before   the last id of the page before; null for the first page
    public List<Payment> list(
            @Nullable UUID invoice, @Nullable List<UUID> consumers, @Nullable UUID before, int limit) {
        return store.createQuery("""
            select p from PaymentRow p
            where (:everyone = true or p.consumerId in :consumers) and (:before is null or p.id < :before)
              and (:invoice is null or exists (select 1 from PaymentShareRow s where s.paymentId = p.id
                  and s.invoiceId = :invoice))
            order by p.id desc\
            """, PaymentRow.class)
                .setParameter("everyone", consumers == null)
                .setParameter("consumers", consumers == null ? List.of() : consumers)
                .setParameter("before", before)
                .setParameter("invoice", invoice)
                .setMaxResults(limit)
                .getResultStream()
                .map(this::payment)
                .toList();
    }

    private PaymentShareRow asCredit(NewPayment payment, Money rest) {
        CreditAccount account = credit.open(payment.consumer(), rest.currency());
        UUID id = UUID.randomUUID();
        String name = "Payment " + payment.receivedOn();
        credit.grant(account.id(), id, NewGrant.of(name, rest.amount(), GrantOrigin.PAID));
        PaymentShareRow row = new PaymentShareRow();
        row.amount = rest.amount();
        row.grantId = id;
        return row;
    }

    private PaymentRow write(NewPayment payment, List<PaymentShareRow> shares) {
        PaymentRow row = new PaymentRow();
        row.consumerId = payment.consumer();
        row.provider = payment.provider();
        row.key = payment.key();
        row.currency = payment.amount().currency().getCurrencyCode();
        row.minorUnit = payment.amount().amount().scale();
        row.amount = payment.amount().amount();
        row.receivedOn = payment.receivedOn();
        row.payer = payment.payer();
        row.reference = payment.reference();
        row.recordedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        store.persist(row);
        store.flush(); // the payment before its shares
        shares.forEach(share -> {
            share.paymentId = row.id;
            store.persist(share);
        });
        store.flush();
        return row;
    }

    private Optional<PaymentRow> byKey(String key) {
        return store.createQuery("from PaymentRow p where p.key = :key", PaymentRow.class)
                .setParameter("key", key)
                .getResultStream()
                .findFirst();
    }

    private Payment payment(PaymentRow row) {
        Currency currency = Currency.getInstance(row.currency);
        List<Payment.Part> parts = store.createQuery(
                        "from PaymentShareRow s where s.paymentId = :payment order by s.id", PaymentShareRow.class)
                .setParameter("payment", row.id)
                .getResultStream()
                .map(share -> new Payment.Part(
                        share.invoiceId, share.purchaseId, share.grantId, money(share.amount, row, currency)))
                .toList();
        return new Payment(
                row.id,
                row.consumerId,
                row.provider,
                money(row.amount, row, currency),
                row.receivedOn,
                row.payer,
                row.reference,
                row.recordedAt,
                parts);
    }

    private static Money money(BigDecimal amount, PaymentRow row, Currency currency) {
        return new Money(amount.setScale(row.minorUnit), currency);
    }
}
