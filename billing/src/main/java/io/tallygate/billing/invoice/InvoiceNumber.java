package io.tallygate.billing.invoice;

/// A document's number: gapless within its series, which is one for each legal entity, kind of document and
/// year of
/// issue
/// in the seller's time zone.
/// @param series  for example `2026`, `ACME-2026`, or `CN-2026` of credit notes
/// @param number  1, 2, 3…
public record InvoiceNumber(String series, long number) {
    public InvoiceNumber {
        if (number < 1) {
            throw new IllegalArgumentException("numbers begin with 1: " + number);
        }
    }

    /// As printed: `2026-00042`.
    @Override
    public String toString() {
        return "%s-%05d".formatted(series, number);
    }
}
