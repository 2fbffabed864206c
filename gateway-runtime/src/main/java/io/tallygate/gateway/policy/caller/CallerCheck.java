package io.tallygate.gateway.policy.caller;

import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.gateway.problem.Problem;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks for one kind of credential in a call, and judges it.
public interface CallerCheck {
    /// May be asked again for the same call.
    /// @return       null: the call shows none of this kind
    @Nullable
    Verdict check(Exchange call);

    /// What a call is told that shows none.
    Problem missing();

    /// The value of WWW-Authenticate (RFC 9110, 11.6.1) that goes with a 401.
    String challenge();

    /// Names of parameters, in the query, that hold credentials of this kind.
    default Set<String> secretParameters() {
        return Set.of();
    }

    /// Takes what may hold a credential of this kind off the request before it goes upstream.
    default void hide(Exchange call) {}
}
