package io.tallygate.gateway.aggregate;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.json.Selection;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.route.PathVariables;
import io.tallygate.gateway.route.Route;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One step as the feed tells it.
final class StepReader {
    static final String[] MEMBERS = {
        "id",
        "upstream",
        "method",
        "path",
        "query",
        "headers",
        "passHeaders",
        "body",
        "needs",
        "timeoutMillis",
        "required",
        "statuses",
        "relayStatuses",
        "fallback",
        "maxBytes",
        "from",
        "pick",
        "deny",
        "group",
        "hidden"
    };

    private static final String ID = "[A-Za-z][A-Za-z0-9_-]{0,31}";
    private static final String PATH = "/[A-Za-z0-9._~!$&'()*+,;=:@/%-]*";
    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "DELETE", "OPTIONS");
    private static final int MAX_FIELDS = 64;

    private StepReader() {}

    static Step read(PolicyConfiguration config, Route route, int maxBytes) {
        String id = config.text("id");
        if (!id.matches(ID) || Reference.OF_REQUEST.contains(id)) {
            throw config.wrong("id", "is no name of a step: " + id);
        }
        try {
            return read(id, config, route, maxBytes);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("step " + id + ": " + wrong.getMessage(), wrong);
        }
    }

    private static Step read(String id, PolicyConfiguration config, Route route, int maxBytes) {
        String method = config.oneOf("method", "GET", "GET", "POST", "PUT", "PATCH", "DELETE", "QUERY");
        Template path = new Template(config.text("path"));
        if (!path.sample().matches(PATH) || Places.hasDotSegment(path.sample())) {
            throw config.wrong("path", "is not a path");
        }
        BodyTemplate body = config.raw("body").isMissingNode() ? null : BodyTemplate.of(config.raw("body"));
        if (body != null && WITHOUT_BODY.contains(method)) {
            throw config.wrong("body", "has no place with " + method);
        }
        Step step = new Step(
                id,
                config.has("upstream") ? config.uuid("upstream") : null,
                method,
                path,
                templates(config, "query"),
                headers(config),
                passed(config),
                body,
                Set.copyOf(config.texts("needs")),
                config.number("timeoutMillis", 5_000, 1, 120_000) * 1_000_000L,
                config.bool("required", true),
                statuses(config, "statuses", 200),
                statuses(config, "relayStatuses", 400),
                config.raw("fallback").isMissingNode() ? null : config.raw("fallback"),
                Math.min(config.number("maxBytes", 1 << 20, 1, 32 << 20), maxBytes),
                pointer(config),
                config.has("pick") ? new Selection(config.texts("pick")) : null,
                config.has("deny") ? new Selection(config.texts("deny")) : null,
                config.optionalText("group"),
                config.bool("hidden", false));
        for (Reference reference : step.references()) {
            check(reference, id, route);
        }
        return step;
    }

    private static void check(Reference reference, String step, Route route) {
        boolean known = !reference.source().equals("path")
                || route.matches().stream()
                        .allMatch(set -> PathVariables.namesOf(set.path()).contains(reference.name()));
        if (!known) {
            throw new IllegalArgumentException("{path:" + reference.name() + "} is nothing in the route's path");
        }
        if (reference.source().equals(step)) {
            throw new IllegalArgumentException("it refers to itself");
        }
    }

    private static Map<String, Template> templates(PolicyConfiguration config, String member) {
        Map<String, Template> templates = new LinkedHashMap<>();
        JsonNode written = config.raw(member);
        if (!written.isMissingNode() && !written.isObject() || written.size() > MAX_FIELDS) {
            throw config.wrong(member, "is not an object of at most " + MAX_FIELDS + " names and values");
        }
        for (Map.Entry<String, JsonNode> each : written.properties()) {
            if (!each.getValue().isTextual() || each.getKey().isEmpty()) {
                throw config.wrong(member + "." + each.getKey(), "is not a text");
            }
            templates.put(each.getKey(), new Template(each.getValue().asText()));
        }
        return templates;
    }

    private static Map<FieldName, Template> headers(PolicyConfiguration config) {
        Map<FieldName, Template> headers = new LinkedHashMap<>();
        templates(config, "headers").forEach((name, template) -> {
            if (Places.field(template.sample()) == null) {
                throw config.wrong("headers." + name, "is not the value of a field");
            }
            headers.put(field(name), template);
        });
        return headers;
    }

    private static List<FieldName> passed(PolicyConfiguration config) {
        List<FieldName> passed = new ArrayList<>();
        config.texts("passHeaders").forEach(name -> passed.add(field(name)));
        return passed;
    }

    private static FieldName field(String text) {
        FieldName name = FieldName.of(text);
        if (name.isFraming()
                || StepRequest.isCarried(text.toLowerCase(Locale.ROOT).replace('_', '-'))) {
            throw new IllegalArgumentException(text + " is the gateway's own");
        }
        return name;
    }

    private static Set<Integer> statuses(PolicyConfiguration config, String member, int least) {
        Set<Integer> statuses = new HashSet<>();
        for (JsonNode status : config.raw(member)) {
            if (!status.isInt() || status.asInt() < least || status.asInt() > 599) {
                throw config.wrong(member, "holds what is not from " + least + " to 599");
            }
            statuses.add(status.asInt());
        }
        return statuses;
    }

    private static JsonPointer pointer(PolicyConfiguration config) {
        @Nullable String text = config.optionalText("from");
        try {
            return text == null ? JsonPointer.empty() : JsonPointer.compile(text);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("from is no JSON Pointer", malformed);
        }
    }
}
