package io.tallygate.billing.invoice;

import io.tallygate.billing.money.Money;
import java.time.LocalDate;

/// Where an invoice stands. It only ever goes forward: what was issued is never a draft again.
public enum InvoiceState {
    /// Usage still comes in; nothing is kept, it is worked out whenever somebody asks.
    GATHERING,
    /// Waits for its review window to end; may still be looked at, and thrown away.
    DRAFT,
    /// Has its number and is final; nothing is paid yet.
    ISSUED,
    PART_PAID,
    PAID,
    /// Its day has passed and something is still to pay.
    OVERDUE,
    /// Nobody expects to be paid any more; a payment that comes after all still counts.
    UNCOLLECTIBLE,
    /// Given back as a whole by a credit note.
    VOID;

    /// @param due            on the day of issue
    /// @param paid           so far, less refunds
    /// @param offset         by credit notes
    /// @param whole          whether credit notes have given back all of it
    /// @param uncollectible  whether somebody gave it up
    /// @param dueOn          the last day to pay in time
    public record Facts(Money due, Money paid, Money offset, boolean whole, boolean uncollectible, LocalDate dueOn) {
        /// Still to pay; below zero when too much was paid.
        public Money open() {
            return due.minus(paid).minus(offset);
        }
    }

    /// @param today  in the seller's time zone
    public static InvoiceState of(Facts facts, LocalDate today) {
        if (facts.whole() && facts.paid().signum() <= 0) {
            return VOID;
        }
        if (facts.open().signum() <= 0) {
            return PAID;
        }
        if (facts.uncollectible()) {
            return UNCOLLECTIBLE;
        }
        if (today.isAfter(facts.dueOn())) {
            return OVERDUE;
        }
        return facts.paid().signum() > 0 || facts.offset().signum() > 0 ? PART_PAID : ISSUED;
    }

    /// As the API and the store name it.
    public String slug() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
