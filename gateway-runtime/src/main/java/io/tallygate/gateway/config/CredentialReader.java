package io.tallygate.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.consumer.Credential;
import io.tallygate.gateway.consumer.CredentialHash;
import io.tallygate.gateway.consumer.CredentialKind;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import javax.security.auth.x500.X500Principal;

/// The feed's credentials, of every kind.
final class CredentialReader {
    private CredentialReader() {}

    static Credential credential(UUID id, JsonNode value) {
        String kind = value.hasNonNull("kind")
                ? EntityReader.oneOf(value, "kind", "api-key", "jwt", "basic", "certificate")
                : "api-key";
        UUID tenant = EntityReader.uuid(value, "tenant");
        String environment = EntityReader.oneOf(value, "environment", "live", "test");
        byte[] hash = switch (kind) {
            case "jwt" ->
                CredentialHash.ofToken(
                        tenant, environment, EntityReader.text(value, "issuer"), EntityReader.text(value, "client"));
            case "certificate" -> certificate(tenant, environment, value);
            default -> Credential.hash(EntityReader.text(value, "sha256"));
        };
        Set<String> scopes = value.has("scopes") ? new HashSet<>(EntityReader.texts(value, "scopes")) : Set.of();
        CredentialKind known = CredentialKind.of(kind);
        if (known == null) {
            throw new IllegalArgumentException("kind is not known");
        }
        return new Credential(
                known,
                id,
                tenant,
                environment,
                hash,
                EntityReader.uuid(value, "application"),
                EntityReader.uuid(value, "consumer"),
                EntityReader.instant(value, "expiresAt", Long.MAX_VALUE),
                scopes);
    }

    /// By its fingerprint, or by its subject.
    private static byte[] certificate(UUID tenant, String environment, JsonNode value) {
        if (value.hasNonNull("sha256")) {
            byte[] fingerprint = Credential.hash(EntityReader.text(value, "sha256"));
            return CredentialHash.ofFingerprint(tenant, environment, fingerprint);
        }
        X500Principal subject = new X500Principal(EntityReader.text(value, "subject"));
        return CredentialHash.ofSubject(tenant, environment, subject.getName(X500Principal.CANONICAL));
    }
}
