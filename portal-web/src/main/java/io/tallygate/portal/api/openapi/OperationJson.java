package io.tallygate.portal.api.openapi;

import io.tallygate.portal.account.ConsumerRole;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.TenantRole;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.PathParam;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes one operation of the document.
final class OperationJson {
    private final Shapes shapes;
    private final Map<String, JsonObject> responses;

    /// @param responses  takes those that operations share
    OperationJson(Shapes shapes, Map<String, JsonObject> responses) {
        this.shapes = shapes;
        this.responses = responses;
    }

    JsonObjectBuilder of(ResourceMethod method) {
        Described described = method.described();
        JsonObjectBuilder operation = Json.createObjectBuilder()
                .add("operationId", method.operationId())
                .add("tags", Json.createArrayBuilder().add(method.section().value()))
                .add("summary", described.value())
                .add("description", description(method));
        JsonArrayBuilder parameters = parameters(method);
        JsonObjectBuilder answers = Json.createObjectBuilder().add(Integer.toString(method.status()), success(method));
        if (method.readsHeader("If-None-Match")) {
            answers.add("304", Json.createObjectBuilder().add("description", "It has still that entity tag."));
        }
        Refusals.of(method).write(answers, responses);
        operation.add("parameters", parameters);
        if (!method.consumes().isEmpty()) {
            operation.add("requestBody", body(method));
        }
        operation.add("responses", answers);
        security(method, operation);
        return operation;
    }

    /// Without it the document's own holds: any token.
    private static void security(ResourceMethod method, JsonObjectBuilder operation) {
        if (method.isOpen()) {
            operation.add("security", Json.createArrayBuilder());
            return;
        }
        if (method.described().operator()) {
            operation.add(
                    "security",
                    Json.createArrayBuilder()
                            .add(Json.createObjectBuilder()
                                    .add(
                                            "personalToken",
                                            Json.createArrayBuilder().add("operator"))));
            return;
        }
        JsonArrayBuilder scopes = Json.createArrayBuilder();
        Stream.of(method.described().needs())
                .map(permission -> permission.scope().wireName())
                .distinct()
                .forEach(scopes::add);
        JsonArray needed = scopes.build();
        if (!needed.isEmpty()) {
            operation.add("security", CommonParts.security(needed));
        }
    }

    private static String description(ResourceMethod method) {
        Described described = method.described();
        String who;
        if (method.isOpen()) {
            who = "Open to everybody, without a token.";
        } else if (described.operator()) {
            who = "For the installation's operator.";
        } else if (described.needs().length > 0) {
            who = Arrays.stream(described.needs()).map(OperationJson::holders).collect(Collectors.joining("\n\n"));
        } else if (method.path().contains("{tenant}")) {
            throw new NotDescribed(method + " does not say which permission it needs: name it in needs of @Described");
        } else {
            who = "For everyone who has signed in.";
        }
        return described.more().isEmpty() ? who : described.more() + "\n\n" + who;
    }

    private static String holders(Permission permission) {
        String tenant = Stream.of(TenantRole.values())
                .filter(permission::isHeldBy)
                .map(TenantRole::wireName)
                .collect(Collectors.joining(", "));
        String consumer = Stream.of(ConsumerRole.values())
                .filter(permission::isHeldBy)
                .map(ConsumerRole::wireName)
                .collect(Collectors.joining(", "));
        return "Needs `%s`: %s of the tenant%s."
                .formatted(
                        permission.wireName(), tenant, consumer.isEmpty() ? "" : "; " + consumer + " of the consumer");
    }

    private JsonArrayBuilder parameters(ResourceMethod method) {
        JsonArrayBuilder parameters = Json.createArrayBuilder();
        for (Parameter parameter : method.pathParameters()) {
            parameters.add(pathParameter(parameter));
        }
        Set<String> known = new HashSet<>(Set.of("limit", "cursor"));
        Class<?> asks = method.described().asks();
        if (asks != void.class) {
            for (RecordComponent component : asks.getRecordComponents()) {
                known.add(component.getName());
                parameters.add(queryParameter(component));
            }
        }
        for (String name : method.queryParameters()) {
            if (!known.contains(name)) {
                throw new NotDescribed("%s reads the parameter %s and does not say what it may be: name a record with "
                                .formatted(method, name)
                        + "that component in asks of @Described");
            }
        }
        if (method.isPaged()) {
            parameters.add(reference("Limit")).add(reference("Cursor"));
        }
        if (method.isIdempotent()) {
            parameters.add(reference("IdempotencyKey"));
        }
        if (method.readsHeader("If-Match")) {
            parameters.add(reference("IfMatch"));
        }
        if (method.readsHeader("If-None-Match")) {
            parameters.add(reference("IfNoneMatch"));
        }
        return parameters;
    }

    private static JsonObjectBuilder reference(String parameter) {
        return Json.createObjectBuilder().add("$ref", "#/components/parameters/" + parameter);
    }

    private JsonObjectBuilder pathParameter(Parameter parameter) {
        String name = parameter.getAnnotation(PathParam.class).value();
        if (name.equals("tenant")) {
            return reference("Tenant");
        }
        Member value = parameter.isAnnotationPresent(Text.class)
                ? Values.of(parameter, parameter.getAnnotatedType(), shapes::body)
                : Values.ID;
        About about = parameter.getAnnotation(About.class);
        String description;
        if (about != null) {
            description = about.value();
        } else {
            description = name.equals("id") ? "The id, as lists and answers have it." : "The id of the " + name + ".";
        }
        return Json.createObjectBuilder()
                .add("name", name)
                .add("in", "path")
                .add("description", description)
                .add("required", true)
                .add("schema", value.schema())
                .add("example", value.example());
    }

    private JsonObjectBuilder queryParameter(RecordComponent component) {
        About about = component.getAnnotation(About.class);
        if (about == null) {
            throw new NotDescribed("the parameter %s of %s does not say what it is: give it @About"
                    .formatted(
                            component.getName(), component.getDeclaringRecord().getSimpleName()));
        }
        Member value = Values.of(component, component.getAnnotatedType(), shapes::body);
        return Json.createObjectBuilder()
                .add("name", component.getName())
                .add("in", "query")
                .add("description", about.value())
                .add("required", !Shapes.isNullable(component.getAnnotatedType()))
                .add("schema", value.schema())
                .add("example", value.example());
    }

    private JsonObjectBuilder body(ResourceMethod method) {
        if (method.described().takes() == void.class) {
            throw new NotDescribed(
                    method + " takes a body and does not say which: name its record in takes of" + " @Described");
        }
        Member body = shapes.body(method.described().takes());
        JsonObjectBuilder content = Json.createObjectBuilder();
        method.consumes()
                .forEach(type -> content.add(
                        type,
                        Json.createObjectBuilder().add("schema", body.schema()).add("example", body.example())));
        return Json.createObjectBuilder().add("required", true).add("content", content);
    }

    private JsonObjectBuilder success(ResourceMethod method) {
        Described described = method.described();
        JsonObjectBuilder response = Json.createObjectBuilder().add("description", described.value() + ".");
        JsonObjectBuilder headers = Refusals.header("X-Request-Id");
        if (method.answersOneObject()) {
            headers.addAll(Refusals.header("ETag"));
        }
        if (method.isIdempotent()) {
            headers.addAll(Refusals.header("Idempotent-Replayed"));
        }
        response.add("headers", headers);
        if (described.answers() != void.class) {
            response.add("content", content(method));
        } else if (method.status() != 204) {
            throw new NotDescribed(method + " does not say what it answers: name its record in answers of @Described");
        }
        return response;
    }

    private JsonObjectBuilder content(ResourceMethod method) {
        Class<?> answers = method.described().answers();
        JsonObjectBuilder content = Json.createObjectBuilder();
        if (answers == byte[].class) {
            method.produces().stream()
                    .filter(type -> !type.equals("application/json"))
                    .forEach(type -> content.add(type, Json.createObjectBuilder()));
        } else if (answers == JsonObject.class) {
            content.add(
                    method.produces().getFirst(),
                    Json.createObjectBuilder()
                            .add("schema", Json.createObjectBuilder().add("type", "object")));
        } else if (answers == String.class) {
            method.produces()
                    .forEach(type ->
                            content.add(type, Json.createObjectBuilder().add("schema", JsonValue.EMPTY_JSON_OBJECT)));
        } else {
            Member one = shapes.answer(answers);
            Member whole = method.isPaged() || method.described().list() ? listOf(one, method.isPaged()) : one;
            method.produces()
                    .forEach(type -> content.add(
                            type,
                            type.endsWith("json")
                                    ? Json.createObjectBuilder()
                                            .add("schema", whole.schema())
                                            .add("example", whole.example())
                                    : Json.createObjectBuilder()));
        }
        return content;
    }

    private static Member listOf(Member item, boolean paged) {
        JsonObjectBuilder next = Json.createObjectBuilder();
        if (paged) {
            next.add("type", Json.createArrayBuilder(List.of("string", "null")))
                    .add("description", "Send it as `cursor` for the next page; null on the last.");
        } else {
            next.add("type", "null").add("description", "The list is whole.");
        }
        Member items = Member.list(item, Json.createObjectBuilder());
        return new Member(
                Json.createObjectBuilder()
                        .add("type", "object")
                        .add(
                                "properties",
                                Json.createObjectBuilder()
                                        .add("items", items.schema())
                                        .add("nextCursor", next))
                        .add("required", Json.createArrayBuilder(List.of("items", "nextCursor")))
                        .add("additionalProperties", false)
                        .build(),
                Json.createObjectBuilder()
                        .add("items", items.example())
                        .addNull("nextCursor")
                        .build());
    }
}
