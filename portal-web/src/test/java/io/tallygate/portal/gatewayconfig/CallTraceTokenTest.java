package io.tallygate.portal.gatewayconfig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.metering.meter.TenantId;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Against the contract's sample, which gateways are tested against as well.
class CallTraceTokenTest {
    @Test
    void a_token_is_written_as_the_contract_has_it() throws Exception {
        JsonNode sample;
        try (InputStream in = CallTraceTokenTest.class.getResourceAsStream("/contracts/call-trace-token.sample.json")) {
            sample = new ObjectMapper().readTree(in);
        }
        CallTraceToken token = new CallTraceToken(
                UUID.fromString(sample.path("id").asText()),
                new TenantId(UUID.fromString(sample.path("tenant").asText())),
                UUID.fromString(sample.path("route").asText()),
                Instant.parse(sample.path("expiresAt").asText()));
        String known = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(sample.path("groupToken").asText().getBytes(UTF_8)));
        assertThat(token.text(known)).isEqualTo(sample.path("token").asText());
    }
}
