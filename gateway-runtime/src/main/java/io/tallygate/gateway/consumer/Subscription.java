package io.tallygate.gateway.consumer;

import io.tallygate.gateway.counter.Count;
import io.tallygate.gateway.counter.CountKey;
import io.tallygate.gateway.counter.KeyedLimit;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An application on a plan version, with the limits that the plan sets it. What they count outlives the configuration
/// that made this object.
///
/// Identifiers are numbers here, and the counts are kept where they were found once: of a hundred thousand
/// subscriptions none is in the processor's caches, so every object that a call has to look into is a wait for memory.
public final class Subscription {
    private static final long[] NO_MORE = {};

    private final long applicationHigh;
    private final long applicationLow;
    private final long apiHigh;
    private final long apiLow;
    private final long tenantHigh;
    private final long tenantLow;
    private final long startsAt;
    private final long endsAt;
    private final long idHigh;
    private final long idLow;
    private final long productHigh;
    private final long productLow;
    private final String environment;
    private final long[] moreApis;
    private final Plan plan;
    private final @Nullable KeyedLimit rate;
    private final @Nullable KeyedLimit quota;

    private volatile @Nullable Count rateCount;
    private volatile @Nullable Count quotaCount;

    /// @param apis      what it covers
    /// @param startsAt  milliseconds since 1970
    /// @param endsAt    not included; [Long#MAX_VALUE]: open
    /// @param rate      null: no rate limit
    /// @param quota     in its consumer's billing time zone; null: no quota
    public Subscription(
            UUID id,
            UUID tenant,
            String environment,
            UUID application,
            UUID product,
            Set<UUID> apis,
            Plan plan,
            long startsAt,
            long endsAt,
            @Nullable KeyedLimit rate,
            @Nullable KeyedLimit quota) {
        this.idHigh = id.getMostSignificantBits();
        this.idLow = id.getLeastSignificantBits();
        this.tenantHigh = tenant.getMostSignificantBits();
        this.tenantLow = tenant.getLeastSignificantBits();
        this.environment = environment.intern();
        this.applicationHigh = application.getMostSignificantBits();
        this.applicationLow = application.getLeastSignificantBits();
        this.productHigh = product.getMostSignificantBits();
        this.productLow = product.getLeastSignificantBits();
        UUID[] all = apis.toArray(UUID[]::new);
        this.apiHigh = all.length == 0 ? 0 : all[0].getMostSignificantBits();
        this.apiLow = all.length == 0 ? 0 : all[0].getLeastSignificantBits();
        this.moreApis = all.length < 2 ? NO_MORE : new long[2 * all.length - 2];
        for (int i = 1; i < all.length; i++) {
            moreApis[2 * i - 2] = all[i].getMostSignificantBits();
            moreApis[2 * i - 1] = all[i].getLeastSignificantBits();
        }
        this.plan = plan;
        this.startsAt = startsAt;
        this.endsAt = endsAt;
        this.rate = rate;
        this.quota = quota;
    }

    boolean covers(long tenantHigh, long tenantLow, String environment, long apiHigh, long apiLow, long nowMillis) {
        return nowMillis >= startsAt
                && nowMillis < endsAt
                && includes(apiHigh, apiLow)
                && this.tenantLow == tenantLow
                && this.tenantHigh == tenantHigh
                && this.environment.equals(environment);
    }

    private boolean includes(long high, long low) {
        if (apiLow == low && apiHigh == high) {
            return true;
        }
        for (int i = 0; i < moreApis.length; i += 2) {
            if (moreApis[i + 1] == low && moreApis[i] == high) {
                return true;
            }
        }
        return false;
    }

    boolean isOf(long otherHigh, long otherLow) {
        return applicationLow == otherLow && applicationHigh == otherHigh;
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

    public UUID application() {
        return new UUID(applicationHigh, applicationLow);
    }

    public long productHigh() {
        return productHigh;
    }

    public long productLow() {
        return productLow;
    }

    public Plan plan() {
        return plan;
    }

    public long startsAt() {
        return startsAt;
    }

    /// The count of the plan's rate; null when it has none.
    /// @param key  to write into
    public @Nullable Count rate(CountKey key) {
        KeyedLimit limit = rate;
        if (limit == null) {
            return null;
        }
        Count known = rateCount;
        if (known == null || !limit.isCurrent(known)) {
            known = limit.of(key.add(idHigh).add(idLow));
            rateCount = known;
        }
        return known;
    }

    /// The count of the plan's quota; null when it has none.
    /// @param key  to write into
    public @Nullable Count quota(CountKey key) {
        KeyedLimit limit = quota;
        if (limit == null) {
            return null;
        }
        Count known = quotaCount;
        if (known == null || !limit.isCurrent(known)) {
            known = limit.of(key.add(idHigh).add(idLow));
            quotaCount = known;
        }
        return known;
    }
}
