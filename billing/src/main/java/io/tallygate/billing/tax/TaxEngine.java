package io.tallygate.billing.tax;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A provider of taxes. The one that is built in is [TaxTable]; others ask somebody outside and may give amounts.
public interface TaxEngine {
    /// @param on  the day whose rates hold: the last day of the service, or the day of issue
    record Question(TaxParty seller, TaxParty buyer, LocalDate on, Currency currency, List<Line> lines) {
        public Question {
            lines = List.copyOf(lines);
        }
    }

    /// @param taxCode  of what is sold; null: nothing in particular
    /// @param rates    of its own; empty: none
    /// @param net      after coupons, exact
    record Line(@Nullable String taxCode, List<TaxRate> rates, BigDecimal net) {
        public Line {
            rates = List.copyOf(rates);
        }
    }

    /// @return  one answer for each line, in their order; with amounts given for all of them or for none
    List<LineTax> taxes(Question question);
}
