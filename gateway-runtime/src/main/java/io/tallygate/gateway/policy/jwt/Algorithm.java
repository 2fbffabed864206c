package io.tallygate.gateway.policy.jwt;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How a token may be signed (RFC 7518, RFC 8037). `none` is not among them.
enum Algorithm {
    RS256("RSA", null),
    RS384("RSA", null),
    RS512("RSA", null),
    PS256("RSA", null),
    PS384("RSA", null),
    PS512("RSA", null),
    ES256("EC", "P-256"),
    ES384("EC", "P-384"),
    ES512("EC", "P-521"),
    EdDSA("OKP", "Ed25519"),
    HS256("oct", null),
    HS384("oct", null),
    HS512("oct", null);

    private static final Map<String, Algorithm> BY_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(Enum::name, Function.identity()));

    private final String keyType;
    private final @Nullable String curve;

    Algorithm(String keyType, @Nullable String curve) {
        this.keyType = keyType;
        this.curve = curve;
    }

    static @Nullable Algorithm of(String name) {
        return BY_NAME.get(name);
    }

    /// Whether a key of that type, on that curve, is one for this algorithm.
    boolean takes(String type, @Nullable String onCurve) {
        return keyType.equals(type) && (curve == null || curve.equals(onCurve));
    }

    boolean isSymmetric() {
        return keyType.equals("oct");
    }
}
