package io.tallygate.gateway.observe.calltrace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Against the contract's sample, which the portal is tested against as well.
class TraceTokensTest {
    private static JsonNode sample() throws Exception {
        try (InputStream in = TraceTokensTest.class.getResourceAsStream("/contracts/call-trace-token.sample.json")) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static TraceTokens.@Nullable Grant check(String token, long second) throws Exception {
        byte[] text = (" " + token + " ").getBytes(ISO_8859_1);
        return new TraceTokens(sample().path("groupToken").asText()).check(text, 1, text.length - 1, second);
    }

    @Test
    void the_contracts_token_is_taken_until_its_last_second() throws Exception {
        String token = sample().path("token").asText();
        long end = Instant.parse(sample().path("expiresAt").asText()).getEpochSecond();
        TraceTokens.Grant grant = check(token, end - 1);
        assertThat(grant)
                .isEqualTo(new TraceTokens.Grant(
                        UUID.fromString(sample().path("tenant").asText()),
                        UUID.fromString(sample().path("route").asText())));
        assertThat(check(token, end)).isNull();
        assertThat(check(token, end - 3_601)).isNull();
    }

    @Test
    void no_character_of_it_can_be_another_one() throws Exception {
        String token = sample().path("token").asText();
        long before = Instant.parse(sample().path("expiresAt").asText()).getEpochSecond() - 1;
        for (int i = 0; i < token.length() - 1; i++) { // of the last one some bits mean nothing
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(check(token.substring(0, i) + other + token.substring(i + 1), before))
                    .as("at %d", i)
                    .isNull();
        }
    }
}
