package io.tallygate.gateway.policy.jwt;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is known of a token whose signature and claims are right.
/// @param keys        with which it was verified: other keys, another look
/// @param validFrom   seconds since 1970, leeway included
/// @param validTo     not included
/// @param clientHash  of the credential that its application would have; null: none is looked for, or it names none
/// @param upstream    fields that go upstream, by name
/// @param claims      that policies of the route want to look at
record VerifiedToken(
        long hash0,
        long hash1,
        long hash2,
        long hash3,
        Issuer issuer,
        KeySet keys,
        long validFrom,
        long validTo,
        byte @Nullable [] clientHash,
        Set<String> scopes,
        Map<String, String> upstream,
        Map<String, String> claims) {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    static long word(byte[] hash, int number) {
        return (long) LONG.get(hash, number * 8);
    }

    boolean is(byte[] hash) {
        return hash0 == word(hash, 0) && hash1 == word(hash, 1) && hash2 == word(hash, 2) && hash3 == word(hash, 3);
    }

    boolean isValid(long nowSeconds) {
        return nowSeconds >= validFrom && nowSeconds < validTo;
    }
}
