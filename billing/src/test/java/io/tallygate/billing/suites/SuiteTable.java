package io.tallygate.billing.suites;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One of the tables in `infra/contracts/suites` with what `choices.json` says of its rows.
record SuiteTable(String file, List<JsonNode> rows, JsonNode choices) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// What is wrong about a row; null: nothing.
    interface Check {
        @Nullable
        String wrong(JsonNode row) throws Exception;
    }

    static SuiteTable of(String file) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        read(file).path("cases").forEach(rows::add);
        return new SuiteTable(file, rows, read("choices").path(file));
    }

    /// A row is left out only when it rests on a rule that is not followed, and `choices.json` names it.
    /// @param followed  the names of rules whose rows are run; a row of a rule that is in neither set fails
    void run(Set<String> followed, Set<String> notFollowed, Check check) throws Exception {
        List<String> failed = new ArrayList<>();
        int passed = 0;
        int differs = 0;
        for (JsonNode row : rows) {
            String id = row.path("id").asText();
            List<String> rules = rules(row);
            boolean leftOut = rules.stream().anyMatch(notFollowed::contains);
            if (leftOut != choices.has(id)) {
                failed.add(id + ": left out by its rule " + leftOut + ", named by choices.json " + choices.has(id));
            } else if (leftOut) {
                differs++;
            } else if (!followed.containsAll(rules)) {
                failed.add(id + ": of a rule that nobody declared: " + rules);
            } else {
                String wrong = check.wrong(row);
                passed += wrong == null ? 1 : 0;
                if (wrong != null) {
                    failed.add(id + ": " + wrong);
                }
            }
        }
        System.out.println("suite " + file + ": " + passed + " passed, " + failed.size() + " failed, " + differs
                + " declared rule, of " + rows.size());
        assertThat(failed).isEmpty();
        assertThat(passed * 100).isGreaterThanOrEqualTo(rows.size() * 85);
    }

    static List<String> rules(JsonNode row) {
        List<String> rules = new ArrayList<>();
        JsonNode rule = row.path("rule");
        if (rule.isTextual()) {
            rules.add(rule.asText());
        }
        rule.forEach(each -> rules.add(each.asText()));
        return rules;
    }

    static boolean has(JsonNode row, String rule) {
        return rules(row).contains(rule);
    }

    static ZoneId zone(JsonNode row) {
        return ZoneId.of(row.path("timeZone").asText("UTC"));
    }

    /// A plain date is its first moment in the row's zone.
    static Instant moment(JsonNode row, String name) {
        return moment(row.path(name).asText(), zone(row));
    }

    static Instant moment(String text, ZoneId zone) {
        return text.contains("T")
                ? Instant.parse(text)
                : LocalDate.parse(text).atStartOfDay(zone).toInstant();
    }

    static @Nullable Instant momentOrNull(JsonNode row, String name) {
        return row.has(name) ? moment(row, name) : null;
    }

    static BigDecimal number(JsonNode row, String name) {
        return new BigDecimal(row.path(name).asText());
    }

    private static JsonNode read(String name) throws IOException {
        return JSON.readTree(
                Path.of("..", "infra", "contracts", "suites", name + ".json").toFile());
    }
}
