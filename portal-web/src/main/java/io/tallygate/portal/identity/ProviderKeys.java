package io.tallygate.portal.identity;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keys that the identity provider signs with, kept here. A token that names a key we do not know makes us ask
/// again, since the provider may have new ones, but however many such tokens come, no more often than every
/// [#LEAST_PAUSE]. While the provider is away the keys that we have go on for [#KEPT_WHILE_AWAY].
@ApplicationScoped
public class ProviderKeys implements JWKSource<SecurityContext> {
    static final Duration FRESH = Duration.ofMinutes(10);
    static final Duration LEAST_PAUSE = Duration.ofSeconds(5);
    static final Duration KEPT_WHILE_AWAY = Duration.ofHours(24);

    private final JWKSource<SecurityContext> keys;

    @SuppressWarnings("NullAway") // for the proxy only
    protected ProviderKeys() {
        this.keys = null;
    }

    @Inject
    public ProviderKeys(IdentityProvider provider, ProviderCalls calls) throws MalformedURLException {
        this.keys = JWKSourceBuilder.create(provider.keys().toURL(), retriever(calls))
                .cache(FRESH.toMillis(), ProviderCalls.ANSWER.plusSeconds(1).toMillis())
                .refreshAheadCache(false)
                .rateLimited(LEAST_PAUSE.toMillis())
                .retrying(false)
                .outageTolerant(KEPT_WHILE_AWAY.toMillis())
                .build();
    }

    /// @return  none when no key of the provider fits: the token is not one of its own
    /// @throws KeySourceException  when the provider's keys cannot be had and we have none
    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        try {
            return keys.get(selector, context);
        } catch (RateLimitReachedException askedJustNow) {
            return List.of(); // what we have is seconds old, and the key is not among it
        }
    }

    private static ResourceRetriever retriever(ProviderCalls calls) {
        return (URL address) -> {
            try {
                HttpResponse<String> answer =
                        calls.send(HttpRequest.newBuilder(address.toURI()).build());
                if (answer.statusCode() != 200) {
                    throw new IOException("keys: status " + answer.statusCode());
                }
                return new Resource(answer.body(), "application/json");
            } catch (ProviderAway away) {
                throw new IOException(away);
            } catch (URISyntaxException impossible) {
                throw new IllegalStateException(String.valueOf(URI.create(address.toString())), impossible);
            }
        };
    }
}
