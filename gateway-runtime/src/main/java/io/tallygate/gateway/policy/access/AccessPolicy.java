package io.tallygate.gateway.policy.access;

import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.gateway.problem.Problems;
import io.tallygate.metering.recording.UsageDraft;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Asks what the caller may do, after it is known.
final class AccessPolicy implements Policy {
    private static final FieldName WWW_AUTHENTICATE = FieldName.of("WWW-Authenticate");
    private static final Verdict NOT_ALLOWED = new Verdict.Reject(Problems.CALLER_NOT_ALLOWED);
    private static final Verdict NO_SCOPE = new Verdict.Reject(Problems.INSUFFICIENT_SCOPE);

    private final Set<String> scopes;
    private final List<Operation> operations;
    private final CallerList consumers;
    private final CallerList applications;

    /// @param name    as usage records carry it
    /// @param scopes  that it needs, those of the route included
    record Operation(byte[] name, Set<String> scopes) {}

    AccessPolicy(Set<String> scopes, List<Operation> operations, CallerList consumers, CallerList applications) {
        this.scopes = Set.copyOf(scopes);
        this.operations = List.copyOf(operations);
        this.consumers = consumers;
        this.applications = applications;
    }

    @Override
    public Verdict check(Exchange call) {
        UsageDraft usage = call.usage();
        if (!consumers.admits(usage.consumerHigh, usage.consumerLow)
                || !applications.admits(usage.applicationHigh, usage.applicationLow)) {
            return NOT_ALLOWED;
        }
        Set<String> needed = needed(usage.operation);
        if (needed.isEmpty() || call.scopes().containsAll(needed)) {
            return Verdict.CONTINUE;
        }
        call.answerFields().remove(WWW_AUTHENTICATE);
        call.answerFields() // RFC 6750, 3.1
                .add(
                        WWW_AUTHENTICATE,
                        "Bearer error=\"insufficient_scope\", scope=\"" + String.join(" ", needed) + "\"");
        return NO_SCOPE;
    }

    private Set<String> needed(byte[] name) {
        for (Operation operation : operations) {
            if (Arrays.equals(operation.name(), name)) {
                return operation.scopes();
            }
        }
        return scopes;
    }
}
