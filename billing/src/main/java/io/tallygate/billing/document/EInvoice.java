package io.tallygate.billing.document;

import io.tallygate.billing.invoice.Buyer;
import io.tallygate.billing.invoice.Seller;
import io.tallygate.billing.invoice.TaxTotal;
import io.tallygate.billing.tax.LineTax;
import io.tallygate.billing.tax.TaxCategory;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A document in the terms of EN 16931, whichever syntax it is then written in. Amounts are in the currency's
/// minor
/// unit.
/// @param credit      whether it is a credit note; its amounts are positive all the same
/// @param preceding   number of the invoice that it gives back of; null: none
/// @param from        first day of the service
/// @param to          last day of the service
/// @param basis       net, after allowances
/// @param settled     from credit notes and prepaid credit
/// @param dueOn       null where nothing is to pay
record EInvoice(
        String number,
        boolean credit,
        @Nullable String preceding,
        LocalDate issuedOn,
        @Nullable LocalDate dueOn,
        LocalDate from,
        LocalDate to,
        Currency currency,
        Seller seller,
        Buyer buyer,
        @Nullable String note,
        List<Line> lines,
        List<Allowance> allowances,
        List<Tax> taxes,
        BigDecimal lineTotal,
        BigDecimal basis,
        BigDecimal taxTotal,
        BigDecimal total,
        BigDecimal settled,
        BigDecimal due) {

    /// @param percent  null for what is not subject to tax
    record Vat(
            String category,
            @Nullable BigDecimal percent,
            @Nullable String reason) {
        static Vat of(LineTax tax) {
            return of(tax.category(), tax.percent(), tax.reason());
        }

        static Vat of(TaxTotal total) {
            return of(
                    total.category(),
                    total.rate() == null ? BigDecimal.ZERO : total.rate().percent(),
                    total.reason());
        }

        private static Vat of(TaxCategory category, BigDecimal percent, @Nullable String reason) {
            return switch (category) {
                case STANDARD, ZERO -> new Vat(category.code(), percent, null);
                case NOT_SUBJECT -> new Vat(category.code(), null, reason == null ? "Not subject to VAT" : reason);
                case EXEMPT, REVERSE_CHARGE, EXPORT -> new Vat(category.code(), BigDecimal.ZERO, reason);
            };
        }
    }

    /// @param price  of one unit, not below zero; a line of a correction has a negative quantity
    record Line(
            String name,
            BigDecimal quantity,
            BigDecimal price,
            BigDecimal net,
            Vat vat,
            LocalDate from,
            LocalDate to) {}

    /// @param amount  above zero; below it is a charge
    record Allowance(String reason, BigDecimal amount, Vat vat) {}

    record Tax(Vat vat, BigDecimal base, BigDecimal amount) {}

    /// Whether nothing here is subject to tax: then nobody's VAT id may stand on it.
    boolean notSubject() {
        return taxes.stream().anyMatch(tax -> tax.vat().percent() == null);
    }

    BigDecimal allowanceTotal() {
        return sum(1);
    }

    BigDecimal chargeTotal() {
        return sum(-1);
    }

    private BigDecimal sum(int sign) {
        return allowances.stream()
                .map(Allowance::amount)
                .filter(amount -> amount.signum() == sign)
                .map(BigDecimal::abs)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
