package io.tallygate.billing.tax;

import java.math.BigDecimal;

/// One rate. Rates of one line add up, they do not compound.
/// @param name     as printed, such as `VAT` or `State tax`
/// @param percent  20 is 20 %; from 0 to 100
public record TaxRate(String name, BigDecimal percent) {
    private static final BigDecimal ALL = new BigDecimal(100);

    public TaxRate {
        if (percent.signum() < 0 || percent.compareTo(ALL) > 0) {
            throw new IllegalArgumentException("a rate lies between 0 and 100 percent: " + percent);
        }
        // one form for one rate, so that 20 and 20.0 are told as one on a document
        percent = percent.stripTrailingZeros();
        if (percent.scale() < 0) {
            percent = percent.setScale(0);
        }
    }
}
