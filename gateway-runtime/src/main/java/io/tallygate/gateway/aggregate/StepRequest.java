package io.tallygate.gateway.aggregate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.http.Octets;
import io.tallygate.gateway.http.RequestHead;
import io.tallygate.gateway.json.JsonText;
import io.tallygate.gateway.upstream.OwnCalls;
import io.tallygate.gateway.upstream.OwnRequest;
import io.tallygate.gateway.upstream.OwnTries;
import io.tallygate.gateway.upstream.Upstream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One step's templates filled: what is asked of its upstream. Of the client's own fields none go along but those that
/// the step passes; who calls and by which way is told as to every upstream.
final class StepRequest {
    private static final int MAX_TARGET = 8_000;
    private static final byte[] NOTHING = {};
    private static final FieldName ACCEPT = FieldName.of("Accept");
    private static final FieldName ACCEPT_ENCODING = FieldName.of("Accept-Encoding");
    private static final Set<String> CARRIED =
            Set.of("x-request-id", "x-real-ip", "forwarded", "via", "traceparent", "tracestate");
    private static final List<String> CARRIED_FAMILIES =
            List.of("x-consumer-", "x-application-", "x-credential-", "x-forwarded-");

    private StepRequest() {}

    /// @throws Unfilled  when a value is missing, or has no place where it should stand
    static OwnRequest of(
            Step step,
            Upstream upstream,
            StepValues values,
            Exchange call,
            OwnCalls own,
            OwnTries tries,
            long timeoutNanos) {
        BodyTemplate template = step.body();
        byte[] body = template == null ? NOTHING : JsonText.write(template.fill(values));
        String target = target(step, upstream, values);
        RequestHead head = own.head(step.method(), target, body.length);
        fields(step, values, call.request().fields(), head.fields(), body.length > 0);
        return new OwnRequest(
                upstream,
                head,
                new Octets(target.length()).append(target),
                null,
                body,
                call.clientAddress(),
                timeoutNanos,
                true,
                tries);
    }

    private static String target(Step step, Upstream upstream, StepValues values) {
        String base = upstream.basePath();
        String path = step.path().fill(values, Places::segment);
        if (Places.hasDotSegment(path)) {
            throw new Unfilled(step.path().references().getFirst().told(), false);
        }
        StringBuilder target = new StringBuilder()
                .append(base, 0, base.endsWith("/") ? base.length() - 1 : base.length())
                .append(path);
        char before = '?';
        for (Map.Entry<String, Template> parameter : step.query().entrySet()) {
            String value = optional(parameter.getValue(), values, true);
            if (value != null) {
                target.append(before)
                        .append(Places.parameter(parameter.getKey()))
                        .append('=')
                        .append(value);
                before = '&';
            }
        }
        if (target.length() > MAX_TARGET) {
            throw new Unfilled(null, false);
        }
        return target.toString();
    }

    /// @return  null: the request has no such value, so that it is left out
    private static @Nullable String optional(Template template, StepValues values, boolean ofQuery) {
        try {
            return ofQuery ? template.fillQuery(values) : template.fill(values, Places::field);
        } catch (Unfilled missing) {
            if (missing.mayBeLeftOut()) {
                return null;
            }
            throw missing;
        }
    }

    private static void fields(Step step, StepValues values, Fields ofCall, Fields into, boolean hasBody) {
        for (int place = 0; place < ofCall.places(); place++) {
            if (ofCall.isThere(place) && isCarried(ofCall.nameAt(place).toLowerCase(Locale.ROOT))) {
                carry(ofCall, place, into);
            }
        }
        for (FieldName name : step.passed()) {
            for (int place = ofCall.find(name); place >= 0; place = ofCall.find(name, place + 1)) {
                carry(ofCall, place, into);
            }
        }
        into.set(ACCEPT, "application/json");
        into.set(ACCEPT_ENCODING, "identity");
        if (hasBody) {
            into.set(FieldName.CONTENT_TYPE, "application/json");
        }
        step.headers().forEach((name, template) -> {
            String value = optional(template, values, false);
            if (value != null) {
                into.set(name, value.strip());
            }
        });
    }

    /// What the gateway says of the call: no step sets it.
    static boolean isCarried(String name) {
        return CARRIED.contains(name) || CARRIED_FAMILIES.stream().anyMatch(name::startsWith);
    }

    private static void carry(Fields from, int place, Fields into) {
        into.add(FieldName.of(from.nameAt(place)), from.valueAt(place).getBytes(ISO_8859_1));
    }
}
