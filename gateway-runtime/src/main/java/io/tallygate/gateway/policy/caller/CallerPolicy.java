package io.tallygate.gateway.policy.caller;

import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.gateway.problem.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who calls: one of several kinds of credentials, or nobody where that is allowed.
public final class CallerPolicy implements Policy {
    private static final FieldName WWW_AUTHENTICATE = FieldName.of("WWW-Authenticate");
    private static final int UNAUTHORIZED = 401;

    private final CallerCheck[] checks;
    private final @Nullable Anonymous anonymous;
    private final Verdict missing;

    /// For whom calls count that show no credential.
    /// @param application  null: for nobody
    /// @param consumer     the application's; null: for nobody
    public record Anonymous(
            @Nullable UUID application, @Nullable UUID consumer) {}

    /// @param checks     the first whose kind of credential is shown decides
    /// @param anonymous  null: who shows none is refused
    public CallerPolicy(List<CallerCheck> checks, @Nullable Anonymous anonymous) {
        this.checks = checks.toArray(CallerCheck[]::new);
        this.anonymous = anonymous;
        this.missing = new Verdict.Reject(checks.size() == 1 ? checks.getFirst().missing() : Problems.MISSING_CALLER);
    }

    @Override
    public Verdict check(Exchange call) {
        for (CallerCheck check : checks) {
            Verdict verdict = check.check(call);
            if (verdict != null) {
                if (verdict instanceof Verdict.Reject refused
                        && refused.problem().status() == UNAUTHORIZED) {
                    challenge(call);
                }
                return verdict;
            }
        }
        Anonymous nobody = anonymous;
        if (nobody == null) {
            challenge(call);
            return missing;
        }
        return call.callerKind() == null ? letThrough(call, nobody) : Verdict.CONTINUE;
    }

    private Verdict letThrough(Exchange call, Anonymous nobody) {
        call.anonymous(true);
        UUID application = nobody.application();
        UUID consumer = nobody.consumer();
        return application == null || consumer == null ? Verdict.CONTINUE : Opens.counts(call, application, consumer);
    }

    @Override
    public Set<String> secretParameters() {
        Set<String> names = new HashSet<>();
        for (CallerCheck check : checks) {
            names.addAll(check.secretParameters());
        }
        return names;
    }

    private void challenge(Exchange call) {
        call.answerFields().remove(WWW_AUTHENTICATE);
        for (CallerCheck check : checks) {
            call.answerFields().add(WWW_AUTHENTICATE, check.challenge());
        }
    }

    @Override
    public void onRequest(Exchange call) {
        for (CallerCheck check : checks) {
            check.hide(call);
        }
    }
}
