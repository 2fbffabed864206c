package io.tallygate.billing.ledger;

import java.util.UUID;

/// Where postings go. What a consumer can use lies on the grants' accounts; the others are where it came from and where
/// it went, so that all accounts together are zero at every instant.
public sealed interface Account {
    /// What a grant holds; never below zero.
    record OfGrant(UUID grant) implements Account {}

    /// What credit came from, below zero: given, paid in, or left by credit notes.
    record Source(GrantOrigin origin) implements Account {}

    /// What credit paid of a document.
    record Document(UUID invoice) implements Account {}

    /// What a consumer that pays by credit only used beyond its credit, below zero; the next credit pays it.
    record Owed() implements Account {}

    /// What nobody used in time.
    record Expired() implements Account {}

    /// What was taken back.
    record Voided() implements Account {}

    /// What was given back as money.
    record Refunded() implements Account {}

    /// As the store and the API write it.
    default String kind() {
        return switch (this) {
            case OfGrant _ -> "grant";
            case Source(var origin) -> "source:" + origin.slug();
            case Document _ -> "document";
            case Owed _ -> "owed";
            case Expired _ -> "expired";
            case Voided _ -> "voided";
            case Refunded _ -> "refunded";
        };
    }
}
