package io.tallygate.gateway.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.gateway.consumer.Consumers;
import io.tallygate.gateway.consumer.Credential;
import io.tallygate.gateway.consumer.Subscription;
import io.tallygate.metering.recording.UsageDraft;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Whose API a call asks for: what its record says of the route, and what a credential must open. One object of numbers
/// a route, since of ten thousand routes none is in the processor's caches.
public final class CalledRoute {
    /// Of a call that has not found its route.
    public static final CalledRoute NONE =
            new CalledRoute(new UUID(0, 0), "live", new UUID(0, 0), new UUID(0, 0), new UUID(0, 0));

    private static final byte[] LIVE = "live".getBytes(UTF_8);
    private static final byte[] TEST = "test".getBytes(UTF_8);

    private final long tenantHigh;
    private final long tenantLow;
    private final long apiHigh;
    private final long apiLow;
    private final long apiVersionHigh;
    private final long apiVersionLow;
    private final long routeHigh;
    private final long routeLow;
    private final String environment;

    /// @param environment  `live` or `test`
    public CalledRoute(UUID tenant, String environment, UUID api, UUID apiVersion, UUID route) {
        this.tenantHigh = tenant.getMostSignificantBits();
        this.tenantLow = tenant.getLeastSignificantBits();
        this.environment = environment.intern(); // as credentials and subscriptions have it
        this.apiHigh = api.getMostSignificantBits();
        this.apiLow = api.getLeastSignificantBits();
        this.apiVersionHigh = apiVersion.getMostSignificantBits();
        this.apiVersionLow = apiVersion.getLeastSignificantBits();
        this.routeHigh = route.getMostSignificantBits();
        this.routeLow = route.getLeastSignificantBits();
    }

    public UUID tenant() {
        return new UUID(tenantHigh, tenantLow);
    }

    public String environment() {
        return environment;
    }

    /// Whether that credential counts here at that moment.
    public boolean isOpenedBy(Credential credential, long nowMillis) {
        return credential.opens(tenantHigh, tenantLow, environment, nowMillis);
    }

    /// @return  the application's subscription for the API at that moment; null when there is none
    public @Nullable Subscription covered(
            Consumers consumers, long applicationHigh, long applicationLow, long nowMillis) {
        return consumers.covering(
                applicationHigh, applicationLow, tenantHigh, tenantLow, environment, apiHigh, apiLow, nowMillis);
    }

    /// Notes for the call's record which route it takes.
    public void into(UsageDraft usage) {
        usage.tenantHigh = tenantHigh;
        usage.tenantLow = tenantLow;
        usage.apiHigh = apiHigh;
        usage.apiLow = apiLow;
        usage.apiVersionHigh = apiVersionHigh;
        usage.apiVersionLow = apiVersionLow;
        usage.routeHigh = routeHigh;
        usage.routeLow = routeLow;
        usage.environment = environment.equals("live") ? LIVE : TEST;
    }
}
