package io.tallygate.portal.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Calls of an operation, made from its description alone: right ones, and wrong ones of every kind that applies to it.
final class Calls {
    /// What cannot be decoded, such as `%zz` and `%00`, is not among them: the server refuses it before any application
    /// is asked (400, in words of its own).
    private static final List<String> ODD = List.of(
            "x",
            "0",
            "-",
            "..",
            "%2e%2e%2f",
            "a%20b",
            "%F0%9F%92%A9",
            "%C3%28",
            "'--",
            "00000000-0000-0000-0000-00000000000g",
            "{id}",
            "A".repeat(300));
    private static final List<String> BAD_LIMITS = List.of("0", "-1", "201", "1.5", "x", "99999999999999999999", "%00");
    private static final List<String> BAD_CURSORS = List.of("AAAA", "%00", "====", "x".repeat(500), "\u00e4");
    private static final List<String> BAD_TIMES = List.of("yesterday", "2026-13-01T00:00:00Z", "0", "9".repeat(400));

    private static final List<JsonNode> SMALL_STATES = List.of(
            JsonNodeFactory.instance.objectNode().put("format", "tallygate/1"),
            JsonNodeFactory.instance
                    .objectNode()
                    .put("format", "tallygate/1")
                    .set(
                            "consumers",
                            JsonNodeFactory.instance
                                    .arrayNode()
                                    .add(JsonNodeFactory.instance.objectNode().put("name", "By document"))));

    private final DescribedApi api;
    private final ValuesBySchema values;

    Calls(DescribedApi api) {
        this.api = api;
        this.values = new ValuesBySchema(api);
    }

    Arbitrary<Call> valid(DescribedApi.Operation operation) {
        return valid(operation, false);
    }

    private Arbitrary<Call> valid(DescribedApi.Operation operation, boolean whole) {
        Arbitrary<Call> call = Arbitraries.just(new Call(
                operation, path(operation), Map.of(), Map.of(), null, Call.Who.THE_RIGHT_ONE, Call.Change.NONE));
        for (JsonNode parameter : parameters(operation)) {
            String name = parameter.path("name").asText();
            JsonNode choices = parameter.at("/schema/enum");
            if (parameter.path("in").asText().equals("path") && !choices.isEmpty()) {
                List<String> all = new ArrayList<>();
                choices.forEach(choice -> all.add(choice.asText()));
                call = Combinators.combine(call, Arbitraries.of(all)).as((made, one) -> made.withPath(name, one));
            }
            if (name.equals("If-Match")) {
                call = call.map(made -> made.withHeader(name, "*"));
            }
            if (parameter.path("in").asText().equals("query") && !name.equals("cursor") && !name.equals("after")) {
                boolean required = parameter.path("required").asBoolean();
                call = Combinators.combine(
                                call,
                                values.of(named(parameter), true),
                                required ? Arbitraries.just(true) : Arbitraries.of(true, false, false, false))
                        .as((made, value, there) ->
                                there && !text(value).isEmpty() ? made.withQuery(name, text(value)) : made);
            }
        }
        Optional<JsonNode> schema = body(operation);
        if (schema.isEmpty()) {
            return call;
        }
        Arbitrary<JsonNode> body = values.of(schema.get(), whole);
        if (operation.path().contains("/state/") && !whole) {
            // what a whole tenant is drawn as seldom holds together; this does
            body = Arbitraries.oneOf(body, Arbitraries.of(SMALL_STATES));
        }
        return Combinators.combine(call, body).as(Call::withBody);
    }

    /// The schema of a parameter as one that knows the parameter's name and example: an object's only member.
    private static JsonNode named(JsonNode parameter) {
        var object = JsonNodeFactory.instance.objectNode().put("type", "object");
        String name = parameter.path("name").asText();
        object.putObject("properties").set(name, parameter.path("schema"));
        object.putArray("required").add(name);
        if (parameter.has("example")) {
            object.putArray("examples").addObject().set(name, parameter.path("example"));
        }
        return object;
    }

    /// Of a list its first.
    private static String text(JsonNode only) {
        JsonNode value = only.iterator().next();
        return value.isArray() ? value.path(0).asText() : value.asText();
    }

    Arbitrary<Call> wrong(DescribedApi.Operation operation) {
        List<Arbitrary<Call>> kinds = new ArrayList<>();
        Arbitrary<Call> right = valid(operation);
        if (!operation.isOpen()) {
            kinds.add(right.map(call -> call.by(Call.Who.NOBODY).changed(Call.Change.to("no token", 401))));
            kinds.add(right.map(call -> call.withHeader("Authorization", "Bearer tgp_nothing")
                    .changed(Call.Change.to("a bad token", 401))));
            kinds.add(right.map(call ->
                    call.withHeader("Authorization", "Basic eDp5").changed(Call.Change.to("another scheme", 401))));
        }
        if (operation.path().contains("{tenant}")) {
            kinds.add(right.map(call -> call.by(Call.Who.A_STRANGER).changed(Call.Change.to("a stranger", 403, 404))));
            kinds.add(right.map(call ->
                    call.withPath("tenant", "no-such-tenant").changed(Call.Change.to("no such tenant", 403, 404))));
            kinds.add(Combinators.combine(right, Arbitraries.of(ODD))
                    .as((call, odd) ->
                            call.withPath("tenant", odd).changed(Call.Change.to("an odd tenant", 400, 403, 404, 405))));
        }
        path(operation).keySet().stream().filter(name -> !name.equals("tenant")).forEach(name -> {
            kinds.add(right.map(call ->
                    call.withPath(name, UUID.randomUUID().toString()).changed(Call.Change.to("an id of nothing"))));
            kinds.add(Combinators.combine(right, Arbitraries.of(ODD))
                    .as((call, odd) -> call.withPath(name, odd).changed(Call.Change.to("an odd id"))));
        });
        kinds.add(right.map(call ->
                call.withHeader("Accept", "image/png").changed(Call.Change.to("an answer of another kind", 406))));
        for (JsonNode parameter : parameters(operation)) {
            kinds.addAll(wrong(right, parameter));
        }
        body(operation).ifPresent(schema -> kinds.addAll(WrongBodies.of(api, schema, valid(operation, true))));
        return Arbitraries.oneOf(kinds);
    }

    private static List<Arbitrary<Call>> wrong(Arbitrary<Call> right, JsonNode parameter) {
        String name = parameter.path("name").asText();
        if (parameter.path("in").asText().equals("path")) {
            return List.of(); // made wrong by its place in the address
        }
        boolean time = parameter.at("/schema/format").asText().equals("date-time");
        return switch (name) {
            case "limit" -> List.of(query(right, name, BAD_LIMITS, Call.Change.to("a bad limit", 400)));
            case "cursor", "after" -> List.of(query(right, name, BAD_CURSORS, Call.Change.to("a bad cursor", 400)));
            case "Idempotency-Key" ->
                List.of(Combinators.combine(right, Arbitraries.of("x".repeat(256), "", "two words"))
                        .as((call, key) ->
                                call.withHeader(name, key).changed(Call.Change.to("a bad idempotency key", 400))));
            case "If-Match" ->
                List.of(Combinators.combine(right, Arbitraries.of("\"stale\"", "W/\"1\"", "nothing", ""))
                        .as((call, tag) -> call.withHeader(name, tag)
                                .changed(Call.Change.to("a bad entity tag", 400, 404, 412, 422, 428))));
            default -> {
                if (!parameter.path("in").asText().equals("query")) {
                    yield List.of();
                }
                List<String> bad = time ? BAD_TIMES : ODD;
                yield List.of(query(right, name, bad, Call.Change.to("an odd " + name)));
            }
        };
    }

    private static Arbitrary<Call> query(Arbitrary<Call> right, String name, List<String> bad, Call.Change change) {
        return Combinators.combine(right, Arbitraries.of(bad))
                .as((call, value) -> call.withQuery(name, value).changed(change));
    }

    /// With a mark for each variable that is an id: the address before it says of what.
    private Map<String, String> path(DescribedApi.Operation operation) {
        Map<String, String> examples = new HashMap<>();
        parameters(operation).forEach(parameter -> {
            if (parameter.path("in").asText().equals("path")
                    && !parameter.at("/schema/format").asText().equals("uuid")) {
                examples.put(
                        parameter.path("name").asText(),
                        parameter.path("example").asText());
            }
        });
        Map<String, String> path = new LinkedHashMap<>();
        String before = "";
        for (String segment : operation.path().substring(1).split("/")) {
            if (segment.startsWith("{")) {
                String name = segment.substring(1, segment.indexOf('}'));
                String mark = Things.mark(Things.listAt(before));
                path.put(name, name.equals("tenant") ? "@tenant" : examples.getOrDefault(name, mark));
            }
            before += "/" + segment;
        }
        return path;
    }

    private List<JsonNode> parameters(DescribedApi.Operation operation) {
        List<JsonNode> parameters = new ArrayList<>();
        operation.description().path("parameters").forEach(one -> parameters.add(api.resolved(one)));
        return parameters;
    }

    private static Optional<JsonNode> body(DescribedApi.Operation operation) {
        JsonNode schema = operation
                .description()
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        return schema instanceof MissingNode ? Optional.empty() : Optional.of(schema);
    }
}
