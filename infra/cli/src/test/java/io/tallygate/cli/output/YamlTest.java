package io.tallygate.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class YamlTest {
    @Test
    void blocks_nest_and_what_could_be_read_as_something_else_is_quoted() throws IOException {
        assertThat(Yaml.of(new ObjectMapper().readTree("""
            {"a": {"b": [1, {"c": "no", "d": []}, [true, null]]}, "e": "2026-11-01", "f": "two words", "g": "a: b",
             "h": "line\\nbreak", "i": {}}\
            """))).isEqualTo("""
                a:
                  b:
                    - 1
                    - c: "no"
                      d: []
                    - - true
                      - null
                e: "2026-11-01"
                f: two words
                g: "a: b"
                h: "line\\nbreak"
                i: {}
                """);
    }
}
