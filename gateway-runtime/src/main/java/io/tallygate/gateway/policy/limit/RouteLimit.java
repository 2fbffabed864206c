package io.tallygate.gateway.policy.limit;

import io.tallygate.gateway.counter.Count;
import io.tallygate.gateway.counter.CountKey;
import io.tallygate.gateway.counter.KeyedLimit;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.problem.Problem;
import io.tallygate.gateway.problem.Problems;
import org.jspecify.annotations.Nullable;

/// A limit that a route was given.
/// @param key           whom it is counted for
/// @param otherwise     whom for a call that lacks what the key is made of; null: such a call is not limited
/// @param status        of a refusal
public record RouteLimit(
        KeyedLimit limit,
        LimitKey key,
        @Nullable LimitKey otherwise,
        LimitFields fields,
        boolean isRate,
        boolean isBillableOnly,
        int status)
        implements LimitPolicy.Limit {

    @Override
    public @Nullable Count of(Exchange call, CountKey into) {
        into.add(1);
        if (key.write(call, into)) {
            return limit.of(into);
        }
        LimitKey second = otherwise;
        return second != null && second.write(call, into.clear().add(2)) ? limit.of(into) : null;
    }

    @Override
    public Problem exhausted(Exchange call, Count count, long secondsToMore) {
        long seconds = count.allowance().seconds(call.startedAtMillis());
        Problem problem = isRate
                ? Problems.rateLimited("This API", count.allowance().units(), seconds)
                : Problems.quotaExhausted("This API", secondsToMore);
        return problem.withStatus(status);
    }
}
