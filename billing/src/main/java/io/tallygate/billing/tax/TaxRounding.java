package io.tallygate.billing.tax;

/// Where the tax of a document loses digits.
public enum TaxRounding {
    /// Once for each rate: base × rate of every row on the document can be checked by hand. What EN 16931 asks
    /// for.
    PER_RATE,
    /// Once for the whole document, from the exact parts of its lines; the rates' amounts are shares of it.
    ON_DOCUMENT
}
