package io.tallygate.gateway.suites;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One file of `infra/contracts/suites`.
record SuiteTable(String name, List<JsonNode> rows) {
    private static final JsonNode CHOICES = read("choices");

    static SuiteTable of(String name) {
        List<JsonNode> rows = new ArrayList<>();
        read(name).path("cases").forEach(rows::add);
        return new SuiteTable(name, rows);
    }

    private static JsonNode read(String name) {
        String resource = "/contracts/suites/" + name + ".json";
        try (InputStream in = Objects.requireNonNull(SuiteTable.class.getResourceAsStream(resource), resource)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /// Why the product answers this row otherwise, on purpose.
    @Nullable
    String choice(String id) {
        return CHOICES.path(name).path(id).textValue();
    }

    /// Why the product does not have what this row asks for.
    @Nullable
    String notOffered(String id) {
        return CHOICES.path("notOffered").path(name).path(id).textValue();
    }

    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
