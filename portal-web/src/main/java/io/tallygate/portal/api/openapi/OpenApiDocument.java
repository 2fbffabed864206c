package io.tallygate.portal.api.openapi;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The control API's OpenAPI 3.1 document. The same classes always make the same text.
public final class OpenApiDocument {
    private OpenApiDocument() {}

    /// @param classes  of the application; those that are no resources are passed over
    /// @throws NotDescribed  naming the first method that lacks its description
    public static JsonObject of(Collection<Class<?>> classes) {
        List<ResourceMethod> methods = ResourceMethod.of(classes);
        Shapes shapes = new Shapes();
        shapes.answer(Problem.class);
        Map<String, JsonObject> responses = new TreeMap<>();
        OperationJson operations = new OperationJson(shapes, responses);
        Map<String, JsonObjectBuilder> paths = new LinkedHashMap<>();
        Map<String, ResourceMethod> ids = new HashMap<>();
        for (ResourceMethod method : methods) {
            ResourceMethod other = ids.putIfAbsent(method.verb() + " " + method.path(), method);
            if (other != null) {
                throw new NotDescribed("%s and %s both answer %s %s; the server takes only one of them"
                        .formatted(other, method, method.verb(), method.path()));
            }
            paths.computeIfAbsent(method.path(), any -> Json.createObjectBuilder())
                    .add(method.verb().toLowerCase(java.util.Locale.ROOT), operations.of(method));
        }
        JsonObjectBuilder allPaths = Json.createObjectBuilder();
        paths.forEach(allPaths::add);
        JsonObjectBuilder allResponses = Json.createObjectBuilder();
        responses.forEach(allResponses::add);
        return CommonParts.head()
                .add("tags", tags(methods))
                .add("paths", allPaths)
                .add(
                        "components",
                        CommonParts.components().add("responses", allResponses).add("schemas", shapes.components()))
                .build();
    }

    /// A sentence for each method that lacks its description; empty when the document is whole.
    public static List<String> gaps(Collection<Class<?>> classes) {
        List<String> gaps = new ArrayList<>();
        for (ResourceMethod method : ResourceMethod.of(classes)) {
            try {
                new OperationJson(new Shapes(), new TreeMap<>()).of(method);
            } catch (NotDescribed gap) {
                gaps.add(String.valueOf(gap.getMessage()));
            }
        }
        return gaps;
    }

    private static JsonArrayBuilder tags(List<ResourceMethod> methods) {
        Map<String, String> sections = new TreeMap<>();
        for (ResourceMethod method : methods) {
            sections.merge(
                    method.section().value(), method.section().about(), (one, other) -> one.isEmpty() ? other : one);
        }
        JsonArrayBuilder tags = Json.createArrayBuilder();
        sections.forEach((name, about) -> {
            JsonObjectBuilder tag = Json.createObjectBuilder().add("name", name);
            tags.add(about.isEmpty() ? tag : tag.add("description", about));
        });
        return tags;
    }
}
