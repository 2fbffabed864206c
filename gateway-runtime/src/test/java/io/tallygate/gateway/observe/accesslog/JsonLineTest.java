package io.tallygate.gateway.observe.accesslog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class JsonLineTest {
    @Test
    void every_octet_comes_back_as_it_was_and_none_ends_the_line() throws Exception {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        String text = new String(all, ISO_8859_1);
        JsonLine line = new JsonLine();
        line.begin()
                .text("text", text + "€")
                .octets("octets", all)
                .path("path", all, 0, all.length, SecretParameters.USUAL)
                .query("query", all, 0, all.length, SecretParameters.USUAL)
                .number("least", Long.MIN_VALUE)
                .text("none", null)
                .truth("yes", true);
        String written = new String(line.octets(), 0, line.end(), ISO_8859_1);
        assertThat(written).endsWith("}\n");
        assertThat(written.substring(0, written.length() - 1).chars()).allMatch(c -> c >= 0x20 && c < 0x7f);
        JsonNode read = new ObjectMapper().readTree(written);
        assertThat(read.path("text").asText()).isEqualTo(text + "€");
        assertThat(read.path("octets").asText()).isEqualTo(text);
        assertThat(read.path("path").asText()).isEqualTo(text);
        assertThat(read.path("query").asText()).isEqualTo(text);
        assertThat(read.path("least").asLong()).isEqualTo(Long.MIN_VALUE);
        assertThat(read.has("none")).isFalse();
        assertThat(read.path("yes").asBoolean()).isTrue();
    }

    @Test
    void a_value_is_cut_where_it_would_fill_the_log() throws Exception {
        JsonLine line = new JsonLine();
        line.begin().text("text", "\u0001".repeat(100_000));
        int length = line.end();
        assertThat(length).isLessThan(13_000);
        assertThat(new ObjectMapper()
                        .readTree(line.octets(), 0, length)
                        .path("text")
                        .asText())
                .hasSize(2_048);
    }

    @Test
    void a_time_is_written_to_the_microsecond() {
        JsonLine line = new JsonLine();
        line.begin().time("time", 1_764_500_000_000_007L);
        assertThat(new String(line.octets(), 0, line.end(), ISO_8859_1))
                .isEqualTo("{\"time\":\"2025-11-30T10:53:20.000007Z\"}\n");
    }
}
