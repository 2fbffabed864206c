package io.tallygate.gateway.suites;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What `choices.json` says of rows holds for each of them.
class SuiteChoicesTest {
    private static JsonNode choices() throws Exception {
        try (InputStream in = SuiteChoicesTest.class.getResourceAsStream("/contracts/suites/choices.json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in));
        }
    }

    @Test
    void every_row_that_is_named_is_there_and_named_once() throws Exception {
        JsonNode choices = choices();
        for (Map.Entry<String, JsonNode> file : choices.properties()) {
            if (file.getKey().equals("notOffered")) {
                continue;
            }
            Set<String> ids = new HashSet<>();
            SuiteTable.of(file.getKey())
                    .rows()
                    .forEach(row -> ids.add(row.path("id").asText()));
            JsonNode notOffered = choices.path("notOffered").path(file.getKey());
            file.getValue().fieldNames().forEachRemaining(id -> {
                assertThat(ids).contains(id);
                assertThat(notOffered.has(id)).as(id).isFalse();
            });
            notOffered.fieldNames().forEachRemaining(id -> assertThat(ids).contains(id));
        }
    }

    @Test
    void rows_of_path_handling_differ_by_the_rule_that_they_are_said_to_differ_by() throws Exception {
        JsonNode named = choices().path("path-handling");
        for (JsonNode row : SuiteTable.of("path-handling").rows()) {
            String why = named.path(row.path("id").asText()).asText("");
            if (why.startsWith("Base path and rest")) {
                assertThat(row.path("pathHandling").asText()).as(row.toString()).isEqualTo("v1");
            } else if (why.startsWith("Prefixes match whole segments")) {
                String path = row.path("request").path("path").asText();
                assertThat(SuiteTable.texts(row.path("routePaths")))
                        .as(row.toString())
                        .anyMatch(prefix -> path.startsWith(prefix) && goesOnInside(prefix, path));
            } else {
                assertThat(why).isIn("", "Runs of slashes are made one, for matching and for what goes upstream.");
            }
            if (!why.isEmpty() && row.toString().contains("..")) { // nobody answers there, so nothing can be climbed
                assertThat(why).as(row.toString()).startsWith("Prefixes match whole segments");
            }
        }
    }

    /// A prefix that ends with a slash stands for the segment before it, whole.
    private static boolean goesOnInside(String prefix, String path) {
        return path.length() > prefix.length() && (prefix.endsWith("/") || path.charAt(prefix.length()) != '/');
    }
}
