package io.tallygate.portal.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the identity provider is there. Asked before a browser is sent to it: the browser itself would wait for
/// minutes, and what it showed then would not be ours. One question serves everybody who wants to know at that moment.
@ApplicationScoped
public class ProviderWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderWatch.class);
    private static final Duration DEADLINE = Duration.ofMillis(1500);

    /// How long an answer, or its absence, is taken to hold.
    private static final Duration HOLDS = Duration.ofSeconds(2);

    private final IdentityProvider provider;
    private final ProviderCalls calls;
    private volatile boolean there = true;
    private volatile long askedAt = System.nanoTime() - HOLDS.toNanos();

    @SuppressWarnings("NullAway") // for the proxy only
    protected ProviderWatch() {
        this(null, null);
    }

    @Inject
    public ProviderWatch(IdentityProvider provider, ProviderCalls calls) {
        this.provider = provider;
        this.calls = calls;
    }

    public boolean isThere() {
        if (isStale()) {
            synchronized (this) {
                if (isStale()) {
                    ask();
                }
            }
        }
        return there;
    }

    private boolean isStale() {
        return System.nanoTime() - askedAt >= HOLDS.toNanos();
    }

    private void ask() {
        boolean was = there;
        try {
            there = calls.send(HttpRequest.newBuilder(provider.keys()).build(), DEADLINE)
                            .statusCode()
                    == 200;
        } catch (ProviderAway away) {
            there = false;
            if (was) {
                LOG.warn("The identity provider is away: {}", away.getMessage());
            }
        }
        askedAt = System.nanoTime();
    }
}
