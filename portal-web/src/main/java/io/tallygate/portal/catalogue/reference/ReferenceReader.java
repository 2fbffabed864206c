package io.tallygate.portal.catalogue.reference;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.portal.catalogue.reference.ApiReference.Answer;
import io.tallygate.portal.catalogue.reference.ApiReference.Body;
import io.tallygate.portal.catalogue.reference.ApiReference.Group;
import io.tallygate.portal.catalogue.reference.ApiReference.Operation;
import io.tallygate.portal.catalogue.reference.ApiReference.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a document's tree into an [ApiReference], in the document's order.
public final class ReferenceReader {
    private static final List<String> METHODS =
            List.of("get", "post", "put", "patch", "delete", "head", "options", "trace");

    private final JsonNode root;
    private final Schemas schemas;

    private ReferenceReader(JsonNode root) {
        this.root = root;
        this.schemas = new Schemas(root);
    }

    public static ApiReference read(JsonNode document) {
        return new ReferenceReader(document).reference();
    }

    private ApiReference reference() {
        Map<String, List<Operation>> byTag = new LinkedHashMap<>();
        for (JsonNode tag : root.path("tags")) {
            byTag.put(tag.path("name").asText(), new ArrayList<>());
        }
        for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
            JsonNode item = schemas.resolved(path.getValue());
            for (String method : METHODS) {
                JsonNode operation = item.path(method);
                if (operation.isObject()) {
                    byTag.computeIfAbsent(operation.path("tags").path(0).asText(""), tag -> new ArrayList<>())
                            .add(operation(method, path.getKey(), item, operation));
                }
            }
        }
        List<Group> groups = byTag.entrySet().stream()
                .filter(tag -> !tag.getValue().isEmpty())
                .map(tag -> new Group(
                        tag.getKey().isEmpty() ? null : tag.getKey(),
                        "group-" + anchor(tag.getKey()),
                        tagDescription(tag.getKey()),
                        tag.getValue()))
                .toList();
        return new ApiReference(
                Texts.paragraphs(root.path("info").path("description").asText("")), groups);
    }

    private Operation operation(String method, String path, JsonNode item, JsonNode operation) {
        String id = operation.path("operationId").asText(method + path);
        return new Operation(
                anchor(id),
                method.toUpperCase(Locale.ROOT),
                path,
                Texts.line(operation.path("summary").asText("")),
                Texts.paragraphs(operation.path("description").asText("")),
                operation.path("deprecated").asBoolean(false),
                parameters(item, operation),
                bodies(schemas.resolved(operation.path("requestBody"))),
                answers(operation.path("responses")));
    }

    /// The operation's own parameters win over those of its path.
    private List<Parameter> parameters(JsonNode item, JsonNode operation) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        for (JsonNode list : List.of(item.path("parameters"), operation.path("parameters"))) {
            for (JsonNode given : list) {
                JsonNode parameter = schemas.resolved(given);
                String name = parameter.path("name").asText("");
                String place = parameter.path("in").asText("");
                if (!name.isEmpty()
                        && List.of("path", "query", "header", "cookie").contains(place)) {
                    parameters.put(
                            place + name,
                            new Parameter(
                                    name,
                                    place,
                                    schemas.type(parameter.path("schema")),
                                    parameter.path("required").asBoolean(false),
                                    Texts.line(parameter.path("description").asText(""))));
                }
            }
        }
        return List.copyOf(parameters.values());
    }

    private List<Body> bodies(JsonNode request) {
        List<Body> bodies = new ArrayList<>();
        String description = Texts.line(request.path("description").asText(""));
        for (Map.Entry<String, JsonNode> content : request.path("content").properties()) {
            bodies.add(new Body(
                    content.getKey(),
                    description,
                    schemas.fields(content.getValue().path("schema")),
                    example(content.getValue())));
        }
        return bodies;
    }

    private List<Answer> answers(JsonNode responses) {
        List<Answer> answers = new ArrayList<>();
        for (Map.Entry<String, JsonNode> response : responses.properties()) {
            JsonNode answer = schemas.resolved(response.getValue());
            String description = Texts.line(answer.path("description").asText(""));
            Map.Entry<String, JsonNode> content =
                    answer.path("content").properties().stream().findFirst().orElse(null);
            answers.add(
                    content == null
                            ? new Answer(response.getKey(), description, null, List.of(), null)
                            : new Answer(
                                    response.getKey(),
                                    description,
                                    content.getKey(),
                                    schemas.fields(content.getValue().path("schema")),
                                    example(content.getValue())));
        }
        return answers;
    }

    private @Nullable String example(JsonNode content) {
        JsonNode example = content.path("example");
        if (example.isMissingNode()) {
            Map.Entry<String, JsonNode> first =
                    content.path("examples").properties().stream().findFirst().orElse(null);
            example = first == null
                    ? schemas.resolved(content.path("schema")).path("example")
                    : schemas.resolved(first.getValue()).path("value");
        }
        return example.isMissingNode() ? null : example.isTextual() ? example.asText() : example.toPrettyString();
    }

    private String tagDescription(String name) {
        for (JsonNode tag : root.path("tags")) {
            if (tag.path("name").asText().equals(name)) {
                return Texts.line(tag.path("description").asText(""));
            }
        }
        return "";
    }

    private static String anchor(String text) {
        return text.replaceAll("[^A-Za-z0-9]+", "-");
    }
}
