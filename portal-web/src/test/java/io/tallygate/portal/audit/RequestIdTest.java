package io.tallygate.portal.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"0123456f", "client.7_of-9", "0198c0de-0000-7000-8000-000000000000"})
    void a_callers_own_name_is_taken(String offered) {
        assertThat(RequestId.of(offered)).isEqualTo(offered);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "a b c d e f", "line\r\nbreak1", "<script>alert</script>", "ünïcödé-0"})
    void anything_else_is_named_afresh(String offered) {
        assertThat(RequestId.of(offered)).isNotEqualTo(offered).hasSize(36);
        assertThat(RequestId.of("x".repeat(65))).hasSize(36);
    }

    @Test
    void a_fresh_name_is_a_uuid_of_version_7_that_begins_with_the_time() {
        Clock clock = Clock.fixed(Instant.ofEpochMilli(0x0198_c0de_1234L), ZoneOffset.UTC);
        UUID name = UUID.fromString(RequestId.fresh(clock));
        assertThat(name.version()).isEqualTo(7);
        assertThat(name.variant()).isEqualTo(2);
        assertThat(name.toString()).startsWith("0198c0de-1234-7");
        assertThat(RequestId.fresh(clock)).isNotEqualTo(name.toString());
    }
}
