package io.tallygate.gateway.policy.cors;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.exchange.Slot;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.VaryField;
import io.tallygate.gateway.policy.Verdict;
import org.jspecify.annotations.Nullable;

/// Lets pages of other origins read a route's answers, refusals and failures as well. A preflight is answered before
/// anybody asks who calls: browsers send none of the caller's credentials with it.
final class CorsPolicy implements Policy {
    private static final FieldName ALLOW_ORIGIN = FieldName.of("Access-Control-Allow-Origin");
    private static final FieldName ALLOW_CREDENTIALS = FieldName.of("Access-Control-Allow-Credentials");
    private static final FieldName EXPOSE_HEADERS = FieldName.of("Access-Control-Expose-Headers");
    private static final FieldName ALLOW_METHODS = FieldName.of("Access-Control-Allow-Methods");
    private static final FieldName ALLOW_HEADERS = FieldName.of("Access-Control-Allow-Headers");
    private static final FieldName MAX_AGE = FieldName.of("Access-Control-Max-Age");
    private static final FieldName ALLOW_PRIVATE_NETWORK = FieldName.of("Access-Control-Allow-Private-Network");
    private static final FieldName REQUEST_PRIVATE_NETWORK = FieldName.of("Access-Control-Request-Private-Network");
    private static final String REQUEST_HEADERS = "access-control-request-headers";
    private static final byte[] TRUE = "true".getBytes(US_ASCII);
    private static final Slot<Asker> ASKER = new Slot<>(Asker.class);

    /// Who reads the answer.
    /// @param isPage   the request names an origin
    /// @param allowed  what Access-Control-Allow-Origin says; null: nothing
    private record Asker(boolean isPage, @Nullable String allowed) {
        static final Asker NO_PAGE = new Asker(false, null);
        static final Asker FOREIGN = new Asker(true, null);
    }

    private final CorsSettings settings;

    CorsPolicy(CorsSettings settings) {
        this.settings = settings;
    }

    @Override
    public boolean answersPreflights() {
        return !settings.preflightGoesUpstream();
    }

    @Override
    public Verdict check(Exchange call) {
        asker(call); // before anything changes the request
        return answersPreflights() && Preflight.methodOf(call.request()) != null
                ? new Verdict.Answer(204, new Fields(), new byte[0])
                : Verdict.CONTINUE;
    }

    private Asker asker(Exchange call) {
        Asker known = call.slot(ASKER);
        if (known == null) {
            known = look(call.request().fields());
            call.slot(ASKER, known);
        }
        return known;
    }

    private Asker look(Fields fields) {
        String origin = fields.get(Preflight.ORIGIN);
        if (origin == null || origin.isEmpty()) {
            return Asker.NO_PAGE;
        }
        boolean allowed =
                !fields.isRepeated(Preflight.ORIGIN) && settings.origins().contains(origin);
        return allowed ? new Asker(true, origin) : Asker.FOREIGN;
    }

    /// What the upstream says of the same things does not count.
    @Override
    public void onAnswer(Exchange call) {
        Fields answer = call.answer().fields();
        String method = answersPreflights() ? Preflight.methodOf(call.request()) : null;
        answer.remove(ALLOW_ORIGIN);
        answer.remove(ALLOW_CREDENTIALS);
        answer.remove(EXPOSE_HEADERS);
        boolean every = settings.origins().isEvery();
        if (!every) {
            VaryField.add(answer, "Origin");
        }
        Asker asker = asker(call);
        if (!asker.isPage() && !settings.answersWithoutOrigin()) {
            return;
        }
        if (every) {
            answer.add(ALLOW_ORIGIN, "*");
        } else if (asker.allowed() != null) {
            answer.add(ALLOW_ORIGIN, asker.allowed());
        }
        if (settings.credentials()) {
            answer.add(ALLOW_CREDENTIALS, TRUE);
        }
        if (method == null) {
            if (!settings.exposeHeaders().isEmpty()) {
                answer.add(EXPOSE_HEADERS, settings.exposeHeaders());
            }
        } else if (asker.allowed() != null) {
            preflight(call.request().fields(), method, answer);
        }
    }

    private void preflight(Fields request, String method, Fields answer) {
        answer.add(ALLOW_METHODS, settings.everyMethod() ? method : settings.methods());
        String headers = settings.everyHeader() ? request.joined(REQUEST_HEADERS, ", ") : settings.allowHeaders();
        if (headers != null && !headers.isEmpty()) {
            answer.add(ALLOW_HEADERS, headers);
        }
        if (settings.maxAgeSeconds() >= 0) {
            answer.add(MAX_AGE, settings.maxAgeSeconds());
        }
        if (settings.privateNetwork() && request.contains(REQUEST_PRIVATE_NETWORK)) {
            answer.add(ALLOW_PRIVATE_NETWORK, TRUE);
        }
    }
}
