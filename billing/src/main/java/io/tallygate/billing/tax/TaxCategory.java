package io.tallygate.billing.tax;

/// Why a line bears the tax that it bears, as EN 16931 tells them apart.
public enum TaxCategory {
    /// At a rate.
    STANDARD("S"),
    /// At a rate of 0.
    ZERO("Z"),
    /// The buyer is exempt.
    EXEMPT("E"),
    /// The buyer, a business in another country, owes it.
    REVERSE_CHARGE("AE"),
    /// Supplied outside of the European Union.
    EXPORT("G"),
    /// The seller charges none.
    NOT_SUBJECT("O");

    private final String code;

    TaxCategory(String code) {
        this.code = code;
    }

    /// Of UNCL 5305.
    public String code() {
        return code;
    }
}
