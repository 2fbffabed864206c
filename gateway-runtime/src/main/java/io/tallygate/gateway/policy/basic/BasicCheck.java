package io.tallygate.gateway.policy.basic;

import static io.tallygate.gateway.policy.caller.AuthorizationScheme.BASIC;

import io.tallygate.gateway.consumer.Credential;
import io.tallygate.gateway.consumer.CredentialKind;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.gateway.policy.caller.CallerCheck;
import io.tallygate.gateway.policy.caller.Opens;
import io.tallygate.gateway.policy.caller.TextHash;
import io.tallygate.gateway.problem.Problem;
import io.tallygate.gateway.problem.Problems;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Finds the credential of a user name with its secret.
final class BasicCheck implements CallerCheck {
    private static final int MAX_CREDENTIALS = 1024;
    private static final Verdict UNKNOWN = new Verdict.Reject(Problems.UNKNOWN_USER);

    private final String challenge;
    private final boolean hides;

    BasicCheck(String realm, boolean hides) {
        this.challenge = "Basic realm=\"" + realm + "\", charset=\"UTF-8\"";
        this.hides = hides;
    }

    @Override
    public @Nullable Verdict check(Exchange call) {
        Fields fields = call.request().fields();
        int place = BASIC.find(fields);
        if (place < 0) {
            return null;
        }
        byte[] userAndSecret = fields.find(FieldName.AUTHORIZATION, place + 1) < 0 ? decoded(fields, place) : null;
        if (userAndSecret == null) {
            return UNKNOWN;
        }
        Credential credential = call.consumers()
                .credentials()
                .find(TextHash.of(userAndSecret, 0, userAndSecret.length), CredentialKind.BASIC);
        return credential == null || !Opens.to(credential, call) ? UNKNOWN : Opens.known(call, credential);
    }

    /// @return  null when this is no user name with a secret
    private static byte @Nullable [] decoded(Fields fields, int place) {
        int from = BASIC.behind(fields, place);
        if (fields.valueTo(place) - from > MAX_CREDENTIALS) {
            return null;
        }
        try {
            byte[] text = Base64.getDecoder().decode(Arrays.copyOfRange(fields.octets(), from, fields.valueTo(place)));
            for (byte octet : text) {
                if (octet == ':') {
                    return text;
                }
            }
        } catch (IllegalArgumentException malformed) {
            // told like an unknown one
        }
        return null;
    }

    @Override
    public Problem missing() {
        return Problems.MISSING_USER;
    }

    @Override
    public String challenge() {
        return challenge;
    }

    @Override
    public void hide(Exchange call) {
        Fields fields = call.request().fields();
        if (hides && BASIC.find(fields) >= 0) {
            fields.remove(FieldName.AUTHORIZATION);
        }
    }
}
