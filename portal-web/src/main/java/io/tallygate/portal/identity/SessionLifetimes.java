package io.tallygate.portal.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// How long a person stays signed in at the portal; the provider's own session has lifetimes of its own (the realm's).
@ApplicationScoped
public class SessionLifetimes {
    private final Duration idle;
    private final Duration longest;

    @SuppressWarnings("NullAway") // for the proxy only
    protected SessionLifetimes() {
        this(null, null);
    }

    /// @param idle     ISO 8601; without a request for so long a session has ended
    /// @param longest  ISO 8601; after so long it has ended whatever was done in it
    @Inject
    public SessionLifetimes(
            @ConfigProperty(name = "TALLYGATE_SESSION_IDLE", defaultValue = "PT2H") Duration idle,
            @ConfigProperty(name = "TALLYGATE_SESSION_LONGEST", defaultValue = "PT12H") Duration longest) {
        this.idle = idle;
        this.longest = longest;
    }

    public Duration idle() {
        return idle;
    }

    public Duration longest() {
        return longest;
    }
}
