package io.tallygate.gateway.policy.jwt;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Tokens that were verified lately, by their SHA-256. Bounded: a newcomer takes the place of another. Read and written
/// by several event loops at once without a lock.
final class VerifiedTokens {
    private static final int KEPT = 4096;
    private final AtomicReferenceArray<@Nullable VerifiedToken> kept = new AtomicReferenceArray<>(KEPT);

    @Nullable
    VerifiedToken find(byte[] hash) {
        VerifiedToken token = kept.get(slot(VerifiedToken.word(hash, 0)));
        return token != null && token.is(hash) ? token : null;
    }

    void keep(VerifiedToken token) {
        kept.set(slot(token.hash0()), token);
    }

    private static int slot(long firstWord) {
        return (int) firstWord & KEPT - 1;
    }
}
