package io.tallygate.portal.identity;

import io.tallygate.portal.secret.Secret;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;

/// Takes the provider's word that a session has ended, and ends ours.
@ApplicationScoped
public class EndedSessions {
    private final ProviderTokens tokens;
    private final PersonSessions sessions;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the proxy only
    protected EndedSessions() {
        this(null, null, null);
    }

    @Inject
    public EndedSessions(ProviderTokens tokens, PersonSessions sessions, Clock clock) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.clock = clock;
    }

    /// @return  false when the provider did not say this, said it too long ago, or it was taken before
    /// @throws ProviderAway  when it cannot be checked now
    public boolean take(String logoutToken) throws ProviderAway {
        Optional<ProviderTokens.Ended> said = tokens.logout(logoutToken);
        if (said.isEmpty()) {
            return false;
        }
        ProviderTokens.Ended ended = said.get();
        // kept for longer than such a token holds, so that a second one of its id is always seen
        if (!sessions.isFirstUse(
                Secret.sha256(ended.id()), clock.instant().plus(ProviderTokens.LOGOUT_HOLDS.multipliedBy(2)))) {
            return false;
        }
        if (ended.session() != null) {
            sessions.endOfProvider(ended.session());
        } else if (ended.subject() != null) {
            sessions.endAll(ended.subject(), PersonSessions.Ending.PROVIDER);
        }
        return true;
    }
}
