package io.tallygate.gateway.aggregate;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.json.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One call of several that make an answer.
/// @param upstream       null: the route's
/// @param passed         fields of the request that go along as they are
/// @param body           null: there is none
/// @param needs          steps that come before
/// @param accepted       statuses beside 200 to 299 that bring a value
/// @param relayed        statuses that the client gets when the step is required
/// @param fallback       what stands for its value when it fails; null: nothing
/// @param maxBytes       of its answer
/// @param from           the part of its answer that is put in
/// @param pick           null: all of it
/// @param deny           null: nothing is left out
/// @param group          the name of its place; null: its members are put at the top
/// @param hidden         it is not put in at all: only other steps look at it
record Step(
        String id,
        @Nullable UUID upstream,
        String method,
        Template path,
        Map<String, Template> query,
        Map<FieldName, Template> headers,
        List<FieldName> passed,
        @Nullable BodyTemplate body,
        Set<String> needs,
        long timeoutNanos,
        boolean required,
        Set<Integer> accepted,
        Set<Integer> relayed,
        @Nullable JsonNode fallback,
        int maxBytes,
        JsonPointer from,
        @Nullable Selection pick,
        @Nullable Selection deny,
        @Nullable String group,
        boolean hidden) {

    List<Reference> references() {
        List<Reference> references = new ArrayList<>(path.references());
        Stream.concat(query.values().stream(), headers.values().stream())
                .forEach(template -> references.addAll(template.references()));
        if (body != null) {
            references.addAll(body.references());
        }
        return references;
    }

    /// @param all  steps, those that it refers to among them
    Step needing(Set<String> all) {
        return new Step(
                id,
                upstream,
                method,
                path,
                query,
                headers,
                passed,
                body,
                Set.copyOf(all),
                timeoutNanos,
                required,
                accepted,
                relayed,
                fallback,
                maxBytes,
                from,
                pick,
                deny,
                group,
                hidden);
    }

    boolean accepts(int status) {
        return status >= 200 && status < 300 || accepted.contains(status);
    }
}
