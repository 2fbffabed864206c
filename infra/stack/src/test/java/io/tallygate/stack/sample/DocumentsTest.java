package io.tallygate.stack.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The documents, the upstreams behind them and the story's past calls tell of the same operations.
class DocumentsTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory()); // JSON is YAML too
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final List<Service> SERVICES =
            List.of(new Shipping(), new Tracking(), new Forecasts(), new AirQuality());

    static List<JsonNode> apis() throws IOException {
        List<JsonNode> apis = new ArrayList<>();
        read("story.json").path("tenants").forEach(tenant -> tenant.path("apis").forEach(apis::add));
        return apis;
    }

    @ParameterizedTest
    @MethodSource("apis")
    void the_upstream_answers_every_documented_operation_as_documented(JsonNode api) throws IOException {
        JsonNode document = read(api.path("document").asText());
        Service service = SERVICES.get(api.path("upstream").asInt());
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (METHODS.contains(operation.getKey())) {
                    Answer answer = service.answer(asked(document, path, operation.getKey(), operation.getValue()));
                    assertThat(operation.getValue().path("responses").has(Integer.toString(answer.status())))
                            .as("%s %s answered %d", operation.getKey(), path.getKey(), answer.status())
                            .isTrue();
                    assertThat(answer.status()).isBetween(200, 299);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("apis")
    void past_calls_name_operations_of_the_document(JsonNode api) throws IOException {
        Map<String, String> documented = new HashMap<>();
        for (JsonNode path : read(api.path("document").asText()).path("paths")) {
            for (Map.Entry<String, JsonNode> operation : path.properties()) {
                documented.put(
                        operation.getValue().path("operationId").asText(),
                        operation.getKey().toUpperCase(Locale.ROOT));
            }
        }
        int shares = 0;
        for (Map.Entry<String, JsonNode> call : api.path("calls").properties()) {
            assertThat(documented)
                    .containsEntry(call.getKey(), call.getValue().path("method").asText());
            shares += call.getValue().path("share").asInt();
        }
        assertThat(shares).isEqualTo(100);
    }

    @Test
    void the_same_question_gets_the_same_answer() {
        Asked asked = new Asked("GET", "/parcels/ACM48210037", Map.of(), "");
        assertThat(new Tracking().answer(asked)).isEqualTo(new Tracking().answer(asked));
        assertThat(new Tracking().answer(asked).status()).isEqualTo(200);
        assertThat(new Tracking()
                        .answer(new Asked("GET", "/parcels/7", Map.of(), ""))
                        .status())
                .isEqualTo(404);
    }

    private static Asked asked(JsonNode document, Map.Entry<String, JsonNode> path, String method, JsonNode operation) {
        String url = path.getKey();
        Map<String, String> query = new HashMap<>();
        List<JsonNode> parameters = new ArrayList<>();
        path.getValue().path("parameters").forEach(parameters::add);
        operation.path("parameters").forEach(parameters::add);
        for (JsonNode each : parameters) {
            JsonNode parameter =
                    each.has("$ref") ? document.at(each.path("$ref").asText().substring(1)) : each;
            String name = parameter.path("name").asText();
            String example = parameter.path("example").asText();
            if (parameter.path("in").asText().equals("path")) {
                url = url.replace("{" + name + "}", example);
            } else if (parameter.path("required").asBoolean()) {
                query.put(name, example);
            }
        }
        JsonNode body = operation.at("/requestBody/content/application~1json/example");
        return new Asked(method.toUpperCase(Locale.ROOT), url, query, body.isMissingNode() ? "" : body.toString());
    }

    private static JsonNode read(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(DocumentsTest.class.getResourceAsStream("/sample/" + name))) {
            return YAML.readTree(in);
        }
    }
}
