package io.tallygate.clickhouse.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineLibraryTest {
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "Linux, amd64, lib-linux-x64-gnu",
        "Linux, aarch64, lib-linux-arm64-gnu",
        "Mac OS X, x86_64, lib-darwin-x64",
        "Mac OS X, aarch64, lib-darwin-arm64",
    })
    void each_platform_has_its_own_package(String os, String arch, String name) {
        assertThat(EngineLibrary.platformPackage(os, arch)).isEqualTo(name);
    }

    @Test
    void where_there_is_none_a_person_reads_what_to_do() {
        assertThatThrownBy(() -> EngineLibrary.find("0.0.0", Map.of()))
                .hasMessageContaining("fetches it with npm")
                .hasMessageContaining("TALLYGATE_CHDB_LIBRARY");
        assertThatThrownBy(() -> EngineLibrary.platformPackage("Windows 11", "amd64"))
                .hasMessageContaining("Windows");
    }
}
