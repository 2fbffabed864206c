package io.tallygate.billing.invoice;

import io.tallygate.billing.money.Money;
import java.math.BigDecimal;

/// How much of an issued invoice is settled, and by what: credited + prepaid + paid + due = total, always.
/// @param total     of the document, with tax
/// @param credited  by credit notes
/// @param prepaid   taken from the consumer's credit
/// @param paid      as money; what is paid beyond the due is no part of it, it is the consumer's credit
public record Settlement(Money total, Money credited, Money prepaid, Money paid) {
    public Settlement {
        for (Money part : new Money[] {credited, prepaid, paid}) {
            if (part.amount().signum() < 0) {
                throw new IllegalArgumentException("less than nothing is settled: " + part);
            }
        }
        if (credited.plus(prepaid).plus(paid).amount().compareTo(total.amount()) > 0) {
            throw new IllegalArgumentException("more than %s is settled: %s credited, %s prepaid, %s paid"
                    .formatted(total, credited, prepaid, paid));
        }
    }

    /// Of an invoice on which nothing has happened.
    public static Settlement open(Money total) {
        Money zero = Money.zero(total.currency());
        return new Settlement(total, zero, zero, zero);
    }

    /// What is still to be paid; never below zero.
    public Money due() {
        BigDecimal settled = credited.plus(prepaid).plus(paid).amount();
        return new Money(total.amount().subtract(settled), total.currency());
    }

    public SettlementState state() {
        if (due().amount().signum() == 0) {
            return SettlementState.SETTLED;
        }
        boolean touched = paid.amount().signum() > 0 || prepaid.amount().signum() > 0;
        return touched ? SettlementState.PART_PAID : SettlementState.OPEN;
    }

    public Settlement withPaid(Money more) {
        return new Settlement(total, credited, prepaid, paid.plus(more));
    }

    public Settlement withPrepaid(Money more) {
        return new Settlement(total, credited, prepaid.plus(more), paid);
    }

    public Settlement withCredited(Money more) {
        return new Settlement(total, credited.plus(more), prepaid, paid);
    }
}
