package io.tallygate.billing.invoice;

import org.jspecify.annotations.Nullable;

/// What a document says of a legal entity besides its name and address.
/// @param vatId      with its country's letters; null: none, then no tax is charged
/// @param taxNumber  as its tax office knows it; null: none
/// @param email      for questions, and as its electronic address; null: none
/// @param iban       to pay to, without blanks; null: not by bank transfer
/// @param bic        of that account's bank; null: not told
public record SellerDetails(
        @Nullable String vatId,
        @Nullable String taxNumber,
        @Nullable String email,
        @Nullable String iban,
        @Nullable String bic) {
    public static final SellerDetails NONE = new SellerDetails(null, null, null, null, null);
}
