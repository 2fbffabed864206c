package io.tallygate.portal.state.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTest {
    private static final List<String> PIECES = List.of(
            "a",
            "Z",
            "9",
            " ",
            "  ",
            "\n",
            "\n\n",
            "\t",
            "\r",
            "\r\n",
            "\u0085",
            "\u2028",
            "\u0001",
            "\ufeff",
            "\ud83d\ude00",
            "é",
            ":",
            ": ",
            "#",
            " #",
            "-",
            "- ",
            "'",
            "\"",
            "\\",
            "%",
            "@",
            "`",
            "{",
            "}",
            "[",
            "]",
            ",",
            "&a",
            "*a",
            "!",
            "|",
            ">",
            "true",
            "null",
            "~",
            "1.0",
            "0x1f",
            "1e3",
            "2026-11-01",
            "---",
            "...",
            "?",
            "<<");

    @Test
    void what_is_written_is_read_back_to_the_character() throws NotYaml {
        Random random = new Random(20261130);
        for (int round = 0; round < 3_000; round++) {
            var text = new StringBuilder();
            for (int piece = random.nextInt(8); piece >= 0; piece--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            JsonObject document = Json.createObjectBuilder()
                    .add("text", text.toString())
                    .add(
                            text + "k",
                            Json.createArrayBuilder()
                                    .add(text.toString())
                                    .add(round)
                                    .add(JsonValue.NULL))
                    .add(
                            "nested",
                            Json.createObjectBuilder()
                                    .add("deeper", Json.createObjectBuilder().add("x", text.toString())))
                    .add("empty", JsonValue.EMPTY_JSON_ARRAY)
                    .add("none", JsonValue.EMPTY_JSON_OBJECT)
                    .build();
            String written = YamlWriter.text(document);
            assertThat(YamlReader.object(written, YamlLimits.DEFAULT))
                    .as(written)
                    .isEqualTo(document);
        }
    }

    @Test
    void a_text_of_several_lines_stands_as_it_is() {
        assertThat(YamlWriter.text(Json.createObjectBuilder()
                        .add("document", "openapi: 3.1.0\ninfo:\n  title: Orders\n")
                        .build()))
                .isEqualTo("document: |\n  openapi: 3.1.0\n  info:\n    title: Orders\n");
    }

    @Test
    void yaml_1_2_means_what_it_says() throws NotYaml {
        JsonObject read = YamlReader.object("""
            country: NO
            on: yes
            date: 2026-11-01
            number: 12
            price: "0.002"
            base: &base {a: 1}
            again: *base
            merge: {<<: *base}
            """, YamlLimits.DEFAULT);
        JsonObject same = Json.createReader(new StringReader("""
            {"country": "NO", "on": "yes", "date": "2026-11-01", "number": 12, "price": "0.002", "base": {"a": 1},
             "again": {"a": 1}, "merge": {"<<": {"a": 1}}}\
            """)).readObject();
        assertThat(read).isEqualTo(same);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "- a",
                "text",
                "a: !!java.net.URL [http://localhost]",
                "a: !!javax.script.ScriptEngineManager []",
                "a: !own {}",
                "a: 1\na: 2",
                "a: *unknown",
                "a: &a [*a]",
                "a: 1\n---\nb: 2",
                "a: [1",
                "? [1]\n: 2",
                "a:\n\t- b",
                "a: \u0001",
            })
    void what_is_no_plain_mapping_is_refused_in_a_sentence(String text) {
        assertThatThrownBy(() -> YamlReader.object(text, YamlLimits.DEFAULT))
                .isInstanceOf(NotYaml.class)
                .hasMessageNotContainingAny("Exception", "snakeyaml");
    }

    @Test
    void a_laugh_is_counted_as_it_would_be_written_out_and_depth_is_bounded() {
        var laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int level = 1; level < 9; level++) {
            laughs.append("a%d: &a%d [".formatted(level, level))
                    .append(("*a" + (level - 1) + ", ").repeat(10))
                    .append("]\n");
        }
        assertThatThrownBy(() -> YamlReader.object(laughs.toString(), YamlLimits.DEFAULT))
                .isInstanceOf(NotYaml.class)
                .hasMessageContaining("written out");
        assertThatThrownBy(() -> YamlReader.object("a: " + "[".repeat(100_000), YamlLimits.DEFAULT))
                .isInstanceOf(NotYaml.class)
                .hasMessageContaining("levels deep");
        assertThatThrownBy(() -> YamlReader.object("a: " + "x".repeat(2_000), new YamlLimits(1_000, 9, 9, 9)))
                .isInstanceOf(NotYaml.class)
                .hasMessageContaining("characters");
    }
}
