package io.tallygate.clickhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.clickhouse.engine.EngineException;
import java.util.Base64;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest {
    private static final Access WITH_PASSWORD = new Access("tallygate", "secret:1");

    private static BasicClassicHttpRequest request(String... headers) {
        BasicClassicHttpRequest request = new BasicClassicHttpRequest("POST", "/");
        for (int i = 0; i < headers.length; i += 2) {
            request.addHeader(headers[i], headers[i + 1]);
        }
        return request;
    }

    private static boolean admits(Access access, String query, String... headers) throws EngineException {
        return access.refusal(request(headers), QueryParameters.of(query)) == null;
    }

    @Test
    void the_right_name_and_password_are_taken_in_three_ways() throws EngineException {
        String basic = Base64.getEncoder().encodeToString("tallygate:secret:1".getBytes());
        assertThat(admits(WITH_PASSWORD, "", "Authorization", "Basic " + basic)).isTrue();
        assertThat(admits(WITH_PASSWORD, "", "X-ClickHouse-User", "tallygate", "X-ClickHouse-Key", "secret:1"))
                .isTrue();
        assertThat(admits(WITH_PASSWORD, "user=tallygate&password=secret%3A1")).isTrue();
    }

    @Test
    void anything_else_is_refused() throws EngineException {
        assertThat(admits(WITH_PASSWORD, "")).isFalse();
        assertThat(admits(WITH_PASSWORD, "user=tallygate&password=secret")).isFalse();
        assertThat(admits(WITH_PASSWORD, "user=default&password=secret%3A1")).isFalse();
        assertThat(admits(WITH_PASSWORD, "", "Authorization", "Basic %%%")).isFalse();
        assertThat(admits(WITH_PASSWORD, "user=tallygate&password=secret%3A1", "X-ClickHouse-User", "default"))
                .isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "localhost:8123, true",
        "127.0.0.1, true",
        "[::1]:8123, true",
        "evil.example, false",
        "localhost.evil.example:8123, false",
        "127.0.0.1.evil.example, false",
    })
    void without_a_password_only_this_machine_s_own_names_are_served(String host, boolean served)
            throws EngineException {
        assertThat(admits(new Access("", ""), "", "Host", host)).isEqualTo(served);
    }
}
