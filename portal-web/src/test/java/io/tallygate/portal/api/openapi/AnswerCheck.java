package io.tallygate.portal.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether an answer is one that the document promises: its status, its headers, its type, each of its members.
final class AnswerCheck {
    private static final ObjectMapper JSON = new ObjectMapper();
    /// Not on every answer of the status that they are described for.
    private static final Set<String> SOMETIMES = Set.of("Idempotent-Replayed", "Location", "Retry-After");

    private final DescribedApi api;
    private final Map<JsonNode, Schema> schemas = new HashMap<>();

    AnswerCheck(DescribedApi api) {
        this.api = api;
    }

    /// @param sent  the body; null for none
    void check(Call call, String path, @Nullable String sent, HttpResponse<String> answer) throws IOException {
        String about = call + "\n  answered " + answer.statusCode() + " " + answer.body();
        int status = answer.statusCode();
        assertThat(status).as(about).isLessThan(500);
        // what is put for a variable may make it an address that nothing answers at
        boolean elsewhere = call.change().name().startsWith("an odd") && (status == 404 || status == 405);
        JsonNode described = call.operation().description().path("responses").path(Integer.toString(status));
        assertThat(described.isMissingNode() && !elsewhere)
                .as("an undescribed status: " + about)
                .isFalse();
        if (!call.change().statuses().isEmpty()) {
            assertThat(call.change().statuses()).as(about).contains(status);
        }
        JsonNode response = api.resolved(described);
        for (var header : response.path("headers").properties()) {
            assertThat(SOMETIMES.contains(header.getKey())
                            || answer.headers().firstValue(header.getKey()).isPresent())
                    .as("%s is missing: %s", header.getKey(), about)
                    .isTrue();
        }
        content(response, answer, about);
        if (status >= 400) {
            problem(call, path, sent, answer, about);
        }
    }

    private void content(JsonNode response, HttpResponse<String> answer, String about) {
        if (response.isMissingNode() || !response.has("content")) {
            assertThat(response.isMissingNode() || answer.body().isEmpty())
                    .as(about)
                    .isTrue();
            return;
        }
        String type = answer.headers().firstValue("Content-Type").orElse("none").replaceAll(";.*", "");
        JsonNode content = response.path("content").path(type);
        assertThat(content.isMissingNode())
                .as(type + " is not described: " + about)
                .isFalse();
        if (content.path("schema").size() > 0 && type.endsWith("json")) {
            assertThat(schemas.computeIfAbsent(content.path("schema"), api::schema)
                            .validate(answer.body(), InputFormat.JSON))
                    .as(about)
                    .isEmpty();
        }
    }

    private static void problem(
            Call call, String path, @Nullable String sent, HttpResponse<String> answer, String about)
            throws IOException {
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(answer.headers().firstValue("Content-Type")).as(about).hasValue("application/problem+json");
        assertThat(problem.path("status").asInt()).as(about).isEqualTo(answer.statusCode());
        assertThat(problem.path("requestId").asText())
                .as(about)
                .isEqualTo(answer.headers().firstValue("X-Request-Id").orElse("none"));
        assertThat(problem.path("instance").asText()).as(about).startsWith("/api/v1/");
        if (!path.contains("%") && !path.contains("?")) {
            assertThat(problem.path("instance").asText()).as(about).isEqualTo(path);
        }
        assertThat(about)
                .doesNotContainIgnoringCase("exception")
                .doesNotContain("io.tallygate", "jakarta.", "org.hibernate", "com.ibm");
        // what a state document says of something is not weighed while what that belongs to cannot be found, nor how a
        // policy is set while it is none of the policies
        String changed = call.change().pointer();
        boolean named = changed == null
                || call.operation().path().contains("/state/")
                || changed.matches(".*/policies/\\d+/config/.*");
        for (JsonNode error : problem.path("errors")) {
            String pointer = error.path("pointer").asText();
            assertThat(exists(pointer, sent))
                    .as("%s leads nowhere: %s", pointer, about)
                    .isTrue();
            String wanted = call.change().pointer();
            named |= wanted != null
                    && (pointer.equals(wanted) || pointer.startsWith(wanted + "/") || pointer.startsWith(wanted + "#"));
        }
        assertThat(named)
                .as("%s is not named: %s", call.change().pointer(), about)
                .isTrue();
    }

    /// In what was sent, or where it is missing.
    private static boolean exists(String pointer, @Nullable String sent) throws IOException {
        if (sent == null) {
            return false;
        }
        JsonPointer place = JsonPointer.compile(pointer.replaceAll("#.*", ""));
        JsonNode body = JSON.readTree(sent);
        JsonPointer holder = place.head();
        return !body.at(place).isMissingNode()
                || (holder != null
                        && (body.at(holder).isObject() || body.at(holder).isMissingNode()));
    }
}
