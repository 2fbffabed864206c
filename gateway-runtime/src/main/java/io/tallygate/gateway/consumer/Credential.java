package io.tallygate.gateway.consumer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;

/// What an application shows to be known, found by a SHA-256: [CredentialHash] says of what.
public final class Credential {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    private final CredentialKind kind;
    // identifiers as numbers: a million credentials are a million objects, not five million
    private final long idHigh;
    private final long idLow;
    private final long tenantHigh;
    private final long tenantLow;
    private final String environment;
    private final long applicationHigh;
    private final long applicationLow;
    private final long consumerHigh;
    private final long consumerLow;
    private final long expiresAt;
    private final Set<String> scopes;
    private final long hash0;
    private final long hash1;
    private final long hash2;
    private final long hash3;

    /// An API key.
    /// @param sha256     64 hexadecimal digits
    /// @param expiresAt  milliseconds since 1970; [Long#MAX_VALUE]: never
    public Credential(
            UUID id, UUID tenant, String environment, String sha256, UUID application, UUID consumer, long expiresAt) {
        this(CredentialKind.API_KEY, id, tenant, environment, hash(sha256), application, consumer, expiresAt, Set.of());
    }

    /// @param hash       32 bytes
    /// @param expiresAt  milliseconds since 1970; [Long#MAX_VALUE]: never
    /// @param scopes     what it may be used for, beside what a token says of itself
    public Credential(
            CredentialKind kind,
            UUID id,
            UUID tenant,
            String environment,
            byte[] hash,
            UUID application,
            UUID consumer,
            long expiresAt,
            Set<String> scopes) {
        this.kind = kind;
        this.scopes = Set.copyOf(scopes);
        this.idHigh = id.getMostSignificantBits();
        this.idLow = id.getLeastSignificantBits();
        this.tenantHigh = tenant.getMostSignificantBits();
        this.tenantLow = tenant.getLeastSignificantBits();
        this.environment = environment.intern();
        this.applicationHigh = application.getMostSignificantBits();
        this.applicationLow = application.getLeastSignificantBits();
        this.consumerHigh = consumer.getMostSignificantBits();
        this.consumerLow = consumer.getLeastSignificantBits();
        this.expiresAt = expiresAt;
        this.hash0 = word(hash, 0);
        this.hash1 = word(hash, 8);
        this.hash2 = word(hash, 16);
        this.hash3 = word(hash, 24);
    }

    /// @param sha256  64 hexadecimal digits
    public static byte[] hash(String sha256) {
        byte[] hash = HexFormat.of().parseHex(sha256);
        if (hash.length != 32) {
            throw new IllegalArgumentException("sha256 has not 64 digits");
        }
        return hash;
    }

    static long word(byte[] hash, int at) {
        return (long) LONG.get(hash, at);
    }

    long firstWord() {
        return hash0;
    }

    boolean hasHash(byte[] hash) {
        return hash0 == word(hash, 0) && hash1 == word(hash, 8) && hash2 == word(hash, 16) && hash3 == word(hash, 24);
    }

    public CredentialKind kind() {
        return kind;
    }

    public Set<String> scopes() {
        return scopes;
    }

    public UUID id() {
        return new UUID(idHigh, idLow);
    }

    public long idHigh() {
        return idHigh;
    }

    public long idLow() {
        return idLow;
    }

    public boolean is(Credential other) {
        return idLow == other.idLow && idHigh == other.idHigh;
    }

    public UUID application() {
        return new UUID(applicationHigh, applicationLow);
    }

    public long applicationHigh() {
        return applicationHigh;
    }

    public long applicationLow() {
        return applicationLow;
    }

    public UUID consumer() {
        return new UUID(consumerHigh, consumerLow);
    }

    public long consumerHigh() {
        return consumerHigh;
    }

    public long consumerLow() {
        return consumerLow;
    }

    /// Whether it opens APIs of that tenant in that environment at that moment.
    public boolean opens(long tenantHigh, long tenantLow, String environment, long nowMillis) {
        return nowMillis < expiresAt
                && this.tenantLow == tenantLow
                && this.tenantHigh == tenantHigh
                && this.environment.equals(environment);
    }
}
