package io.tallygate.billing.dispute;

import io.tallygate.billing.dispute.store.DisputeRow;
import io.tallygate.billing.dispute.store.DisputedCallRow;
import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.invoice.IssuedInvoice;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import io.tallygate.billing.rating.PriceStep;
import io.tallygate.billing.rating.PriceSteps;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Disputes in the store. The caller owns the transaction and has set its tenant.
public final class Disputes {
    /// Most calls of one dispute.
    public static final int MAX_CALLS = 200;

    private final EntityManager store;
    private final Clock clock;

    public Disputes(EntityManager store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /// What is left of a line without some of its units: rated again, not the sum of what they cost one by one, since
    /// the units after them would have fallen into other steps.
    public static Money without(InvoiceLine line, BigDecimal units) {
        BigDecimal rest = line.quantity().subtract(units);
        if (rest.signum() < 0) {
            throw new DisputeRefused(DisputeRefused.Reason.NOT_OF_THE_LINE, "More units than the line has.");
        }
        LinePrices prices = LinePrices.of(line);
        BigDecimal ofUnits = prices.amount(line.quantity());
        BigDecimal ofNone = exact(line).subtract(ofUnits); // fees, transactions, a minimum: they stay
        return Rounding.toMinorUnit(
                prices.amount(rest).add(ofNone), line.amount().currency());
    }

    private static BigDecimal exact(InvoiceLine line) {
        BigDecimal unitPrice = line.unitPrice();
        return unitPrice == null
                ? PriceSteps.read(line.steps()).stream().map(PriceStep::total).reduce(BigDecimal.ZERO, BigDecimal::add)
                : unitPrice.multiply(line.quantity());
    }

    /// Drafts a credit note for calls of a line.
    /// @param line   its position on the invoice, from 1
    /// @param calls  1 to [#MAX_CALLS], each once
    /// @throws DisputeRefused  when one of them is in another dispute of the line that was not rejected
    public Dispute open(IssuedInvoice invoice, int line, String reason, List<LineCall> calls) {
        if (calls.isEmpty() || calls.size() > MAX_CALLS) {
            throw new IllegalArgumentException("a dispute is about 1 to " + MAX_CALLS + " calls");
        }
        lock(invoice.id(), line);
        List<UUID> ids = calls.stream().map(LineCall::call).toList();
        long before = store.createQuery("""
            select count(c) from DisputedCallRow c join DisputeRow d on d.id = c.disputeId
            where c.call in :calls and d.invoiceId = :invoice and d.line = :line and d.state <> 'rejected'\
            """, Long.class)
                .setParameter("calls", ids)
                .setParameter("invoice", invoice.id())
                .setParameter("line", line)
                .getSingleResult();
        if (before > 0) {
            throw new DisputeRefused(
                    DisputeRefused.Reason.DISPUTED_ALREADY, "Some of these calls are in a dispute already.");
        }
        InvoiceLine disputed = invoice.lines().get(line - 1);
        BigDecimal units = calls.stream().map(LineCall::units).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal others = store.createQuery("""
            select coalesce(sum(d.units), 0) from DisputeRow d
            where d.invoiceId = :invoice and d.line = :line and d.state <> 'rejected'\
            """, BigDecimal.class)
                .setParameter("invoice", invoice.id())
                .setParameter("line", line)
                .getSingleResult();
        DisputeRow row = new DisputeRow();
        row.consumerId = invoice.consumer();
        row.invoiceId = invoice.id();
        row.line = line;
        row.state = Dispute.State.DRAFT.slug();
        row.reason = reason;
        row.currency = disputed.amount().currency().getCurrencyCode();
        row.minorUnit = Rounding.digits(disputed.amount().currency());
        // from what other disputes leave of the line on, so that all of them together never credit more than it
        row.billed = without(disputed, others).amount();
        row.corrected = without(disputed, others.add(units)).amount();
        row.units = units;
        row.createdAt = now();
        store.persist(row);
        store.flush();
        calls.forEach(call -> store.persist(evidence(row.id, call)));
        store.flush();
        return dispute(row);
    }

    /// @throws DisputeRefused  when it is decided already
    public Optional<Dispute> decide(UUID id, boolean accept) {
        DisputeRow row = store.find(DisputeRow.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (row == null) {
            return Optional.empty();
        }
        store.refresh(row);
        if (!row.state.equals(Dispute.State.DRAFT.slug())) {
            throw new DisputeRefused(DisputeRefused.Reason.DECIDED, "It is " + row.state + " already.");
        }
        row.state = (accept ? Dispute.State.ACCEPTED : Dispute.State.REJECTED).slug();
        row.decidedAt = now();
        store.flush();
        return Optional.of(dispute(row));
    }

    public Optional<Dispute> find(UUID id) {
        return Optional.ofNullable(store.find(DisputeRow.class, id)).map(Disputes::dispute);
    }

    /// Newest first.
    /// @param invoice    only of it; null: of all
    /// @param consumers  only theirs; null: everybody's
    /// @param before     the last id of the page before; null for the first page
    public List<Dispute> list(
            @Nullable UUID invoice, @Nullable List<UUID> consumers, @Nullable UUID before, int limit) {
        return store.createQuery("""
            from DisputeRow d where (:everyone = true or d.consumerId in :consumers)
              and (:invoice is null or d.invoiceId = :invoice) and (:before is null or d.id < :before)
            order by d.id desc\
            """, DisputeRow.class)
                .setParameter("everyone", consumers == null)
                .setParameter("consumers", consumers == null ? List.of() : consumers)
                .setParameter("invoice", invoice)
                .setParameter("before", before)
                .setMaxResults(limit)
                .getResultStream()
                .map(Disputes::dispute)
                .toList();
    }

    /// The evidence, in the line's order: at most [#MAX_CALLS].
    /// @param unitAmount  of the call, on the average where it fell into several steps
    public record Evidence(
            UUID call,
            Instant endedAt,
            String method,
            String operation,
            int status,
            BigDecimal units,
            BigDecimal place,
            BigDecimal unitAmount,
            BigDecimal amount) {}

    public List<Evidence> evidence(UUID dispute) {
        return store.createQuery(
                        "from DisputedCallRow c where c.disputeId = :dispute order by c.place", DisputedCallRow.class)
                .setParameter("dispute", dispute)
                .setMaxResults(MAX_CALLS)
                .getResultStream()
                .map(row -> new Evidence(
                        row.call,
                        row.endedAt,
                        row.method,
                        row.operation,
                        row.status,
                        row.units,
                        row.place,
                        row.unitAmount,
                        row.amount))
                .toList();
    }

    /// Two at once about one line are one after the other.
    private void lock(UUID invoice, int line) {
        store.createNativeQuery("select 1 from pg_advisory_xact_lock(hashtext(:invoice), cast(:line as integer))")
                .setParameter("invoice", "dispute " + invoice)
                .setParameter("line", line)
                .getSingleResult();
    }

    private static DisputedCallRow evidence(UUID dispute, LineCall call) {
        DisputedCallRow row = new DisputedCallRow();
        row.disputeId = dispute;
        row.call = call.call();
        row.endedAt = call.endedAt();
        row.method = call.method();
        row.operation = call.operation();
        row.status = call.status();
        row.units = call.units();
        row.place = call.place();
        row.amount = call.amount();
        row.unitAmount = call.parts().size() == 1
                ? call.parts().getFirst().unitAmount()
                : call.amount().divide(call.units(), java.math.MathContext.DECIMAL64);
        return row;
    }

    private static Dispute dispute(DisputeRow row) {
        Currency currency = Currency.getInstance(row.currency);
        return new Dispute(
                row.id,
                row.consumerId,
                row.invoiceId,
                row.line,
                Dispute.State.ofSlug(row.state),
                row.reason,
                new Money(row.billed.setScale(row.minorUnit), currency),
                new Money(row.corrected.setScale(row.minorUnit), currency),
                row.units,
                row.createdAt,
                row.decidedAt);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
