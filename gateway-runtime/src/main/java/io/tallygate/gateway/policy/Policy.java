package io.tallygate.gateway.policy;

import io.tallygate.gateway.exchange.CallTrace;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.upstream.Upstream;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// A step on a call's way. First all policies check, then all count: what one refuses has used up nothing of any other.
/// Called on event loops, on several at once: nothing here may block, and nothing of a call may stay in a policy; what
/// it
/// notes goes into a slot of the [Exchange]. One that throws refuses its call alone.
public interface Policy {
    /// Whether the call may go on. Uses up nothing, and may be asked again for the same call.
    Verdict check(Exchange call);

    /// Upstreams that it calls by itself: its route is not served while one of them is not there.
    default Set<UUID> upstreams() {
        return Set.of();
    }

    /// The same policy, which knows those upstreams.
    default Policy with(Map<UUID, Upstream> upstreams) {
        return this;
    }

    /// Whether it answers preflights (CORS): then a preflight comes to the route that answers the method it asks about.
    default boolean answersPreflights() {
        return false;
    }

    /// Names of parameters, in the query, that carry credentials: no log holds their values.
    default Set<String> secretParameters() {
        return Set.of();
    }

    /// Tells a caller who may see it what only this policy knows, behind [#check] and once more when all have counted.
    default void explain(Exchange call, CallTrace trace) {}

    /// Uses up what the call costs.
    /// @return  false when another call took the last of it since [#check]; nothing was used up then
    default boolean count(Exchange call) {
        return true;
    }

    /// Gives back what [#count] used up: the call is refused after all.
    default void uncount(Exchange call) {}

    /// Tells the client what it should know of this policy, refused or not, with [Exchange#answerFields].
    default void describe(Exchange call) {}

    /// The call was let through: shapes the request that goes upstream, and its target.
    default void onRequest(Exchange call) {}

    /// Shapes the answer's head ([Exchange#answer]), the upstream's or a problem of the gateway's own, before the
    /// gateway
    /// puts its own fields in.
    default void onAnswer(Exchange call) {}

    /// The call has ended and is about to be recorded.
    default void onEnd(Exchange call) {}
}
