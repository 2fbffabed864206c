package io.tallygate.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static final Path ROOT = Path.of("/repository");

    @Test
    void data_lies_in_the_repository_unless_told_otherwise() {
        assertThat(Settings.parse(ROOT, List.of()).data()).isEqualTo(ROOT.resolve(".tallygate"));
        assertThat(Settings.parse(ROOT, List.of("--data", "/elsewhere/x")).data())
                .isEqualTo(Path.of("/elsewhere/x"));
    }

    @Test
    void an_offset_moves_every_port_and_makes_none_equal() {
        var ports = Settings.parse(ROOT, List.of("--port-offset", "100")).ports();
        assertThat(ports.portal()).isEqualTo(9180);
        assertThat(new HashSet<>(ports.listening().values()))
                .hasSameSizeAs(ports.listening().values());
    }

    @ParameterizedTest(name = "{0} is refused: {1}")
    @CsvSource({
        "--port-offset x, needs a whole number",
        "--port-offset -1, must lie between",
        "--port-offset 60000, must lie between",
        "--data, needs a value",
        "--dtach, Unknown option: --dtach"
    })
    void what_cannot_be_meant_is_refused_in_words(String typed, String words) {
        assertThatThrownBy(() -> Settings.parse(ROOT, List.of(typed.split(" "))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }
}
