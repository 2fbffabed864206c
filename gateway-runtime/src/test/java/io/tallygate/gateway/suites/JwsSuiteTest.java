package io.tallygate.gateway.suites;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.policy.jwt.Jws;
import io.tallygate.gateway.running.RunningGateway;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// `jws`: each token in this process, and each over the public port, where none may get further than 401.
class JwsSuiteTest {
    private static final SuiteTable TABLE = SuiteTable.of("jws");
    private static final SuiteReport REPORT = new SuiteReport("in process", true);

    @AfterAll
    static void print() {
        REPORT.print();
    }

    @TestFactory
    Stream<DynamicTest> rows() {
        return TABLE.rows().stream()
                .map(row -> DynamicTest.dynamicTest(row.path("id").asText(), () -> {
                    boolean verified = Jws.verifies(
                            row.path("jwk").toString(), row.path("jws").asText());
                    boolean valid = row.path("result").asText().equals("valid");
                    // the table itself leaves it open whether some valid ones are accepted
                    boolean right = verified == valid || valid && row.has("choice");
                    REPORT.row(TABLE, row.path("id").asText(), right ? null : "verified: " + verified, List.of());
                }));
    }

    @Test
    void no_token_of_the_table_reaches_an_upstream_that_asks_for_claims() throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits("")) {
            Set<String> keys = new LinkedHashSet<>();
            for (JsonNode row : TABLE.rows()) {
                if (!row.path("jwk").path("use").asText().equals("enc")) {
                    keys.add(row.path("jwk").toString());
                }
            }
            List<String> all = List.copyOf(keys);
            for (String key : all) {
                String algorithm = new com.fasterxml.jackson.databind.ObjectMapper()
                        .readTree(key)
                        .path("alg")
                        .asText();
                gateway.feed()
                        .guarded(
                                new UUID(17, all.indexOf(key)),
                                "/key" + all.indexOf(key),
                                RunningGateway.UPSTREAM,
                                ("{'policy':'jwt','config':{'issuers':[{'issuer':'https://id.example','algorithms':['%s'],"
                                    + "'keys':[%s]}]}}")
                                        .formatted(algorithm, key));
            }
            String last = "/key" + (all.size() - 1);
            RunningGateway.await(
                    "the last key's route", () -> status(gateway, last, "x").startsWith("HTTP/1.1 401"));
            List<String> wrong = new ArrayList<>();
            for (JsonNode row : TABLE.rows()) {
                int key = Math.max(0, all.indexOf(row.path("jwk").toString()));
                String status = status(gateway, "/key" + key, row.path("jws").asText());
                if (!status.startsWith("HTTP/1.1 401")) {
                    wrong.add(row.path("id").asText() + ": " + status);
                }
            }
            assertThat(wrong).isEmpty();
            assertThat(gateway.upstream().received()).isEmpty();
        }
    }

    private static String status(RunningGateway gateway, String path, String token) throws Exception {
        String answer = gateway.raw("GET " + path + " HTTP/1.1\r\nHost: any.test\r\nAuthorization: Bearer " + token
                + "\r\nConnection: close\r\n\r\n");
        return answer.substring(0, answer.indexOf('\r'));
    }
}
