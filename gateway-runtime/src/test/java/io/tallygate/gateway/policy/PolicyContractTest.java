package io.tallygate.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// `infra/contracts/gateway-policies.json` is what the portal makes its forms of while no gateway runs. Whoever adds or
/// changes a kind of policy writes it anew: this test does so with `TALLYGATE_WRITE_CONTRACT=1` in its environment.
class PolicyContractTest {
    private static final Path CONTRACT = Path.of("../infra/contracts/gateway-policies.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void the_contract_tells_every_kind_of_policy_as_it_is() throws IOException {
        JsonNode told = PolicyTypes.builtIn().described();
        if (System.getenv("TALLYGATE_WRITE_CONTRACT") != null) {
            StringBuilder lines = new StringBuilder();
            for (JsonNode kind : told) {
                lines.append(lines.isEmpty() ? "" : ",\n").append(JSON.writeValueAsString(kind));
            }
            Files.writeString(CONTRACT, "[\n" + lines + "\n]\n");
        }
        assertThat(JSON.readTree(Files.readString(CONTRACT)))
                .as("infra/contracts/gateway-policies.json, see this test's introduction")
                .isEqualTo(told);
    }
}
