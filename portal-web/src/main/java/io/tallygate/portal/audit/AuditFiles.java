package io.tallygate.portal.audit;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// What the audit log keeps outside of the database: the installation's key and the anchors.
@ApplicationScoped
public class AuditFiles {
    private final SigningKey key;
    private final Seals seals;
    private final Anchors anchors;

    @SuppressWarnings("NullAway") // for the proxy only
    protected AuditFiles() {
        this.key = null;
        this.seals = null;
        this.anchors = null;
    }

    /// @param key      made at the first start; all portals of an installation need the same
    /// @param anchors  each portal has its own
    @Inject
    public AuditFiles(
            @ConfigProperty(name = "TALLYGATE_AUDIT_KEY", defaultValue = "audit/signing-key.jwk") Path key,
            @ConfigProperty(name = "TALLYGATE_AUDIT_ANCHORS", defaultValue = "audit/anchors.ndjson") Path anchors) {
        this.key = SigningKey.at(key);
        this.seals = this.key.seals();
        this.anchors = new Anchors(anchors);
    }

    /// At the start, not at the first change: what cannot be used stops the start.
    void start(@Observes @Priority(50) Startup event) {
        key.id();
    }

    public SigningKey key() {
        return key;
    }

    Seals seals() {
        return seals;
    }

    Anchors anchors() {
        return anchors;
    }

    /// Of chains of this installation, against what this portal keeps.
    public Verification verification() {
        return new Verification(seals, key.x(), List.of(anchors));
    }
}
