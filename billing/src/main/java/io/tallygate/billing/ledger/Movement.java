package io.tallygate.billing.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/// What happened at one instant, as postings that sum to zero. It never changes; what was wrong is moved back.
/// @param key  unique in its book: who asks again with the same key changes nothing
public record Movement(String key, Kind kind, Instant at, List<Posting> postings) {
    /// Longest key.
    public static final int MAX_KEY = 200;

    public enum Kind {
        GRANTED,
        REFILLED,
        SPENT,
        RETURNED,
        REPAID,
        EXPIRED,
        VOIDED,
        REFUNDED;

        /// As the API and the store write it.
        public String slug() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        public static Kind ofSlug(String slug) {
            return valueOf(slug.toUpperCase(java.util.Locale.ROOT));
        }
    }

    public Movement {
        postings = List.copyOf(postings);
        if (key.isEmpty() || key.length() > MAX_KEY) {
            throw new IllegalArgumentException("a movement's key has 1 to " + MAX_KEY + " characters");
        }
        if (postings.isEmpty() || sum(postings).signum() != 0) {
            throw new IllegalArgumentException("postings that do not sum to zero: " + postings);
        }
    }

    private static BigDecimal sum(List<Posting> postings) {
        return postings.stream().map(Posting::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
