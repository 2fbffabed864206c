package io.tallygate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.address.Networks;
import io.tallygate.gateway.consumer.Consumers;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.FieldName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whose word about the client counts.
class TrustedProxiesTest {
    private static final Networks OURS = Networks.of(List.of("10.0.0.0/8", "2001:db8::/32"));

    private static Exchange call(String peer, String... fields) {
        Exchange call = new Exchange(() -> {}, Runnable::run);
        call.begin(Consumers.NONE, peer, false, 0, 0);
        for (int i = 0; i < fields.length; i += 2) {
            call.request().fields().add(FieldName.of(fields[i]), fields[i + 1]);
        }
        return call;
    }

    @ParameterizedTest(name = "from {0}: {1} is {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1|192.0.2.7|192.0.2.7",
                "10.0.0.1|203.0.113.9, 192.0.2.7|192.0.2.7",
                "10.0.0.1|192.0.2.7, 10.0.0.2|192.0.2.7",
                "10.0.0.1|1.1.1.1, 192.0.2.7, 10.0.0.3, 10.0.0.2|192.0.2.7",
                "10.0.0.1|10.9.9.9, 10.0.0.2|10.9.9.9",
                "10.0.0.1|192.0.2.7:4711|192.0.2.7",
                "10.0.0.1|[2001:db9::7]:4711, 10.0.0.2|2001:db9::7",
                "10.0.0.1|192.0.2.7, unknown, 10.0.0.2|10.0.0.2",
                "10.0.0.1|unknown|10.0.0.1",
                "10.0.0.1|,|10.0.0.1",
                "192.0.2.1|192.0.2.7|192.0.2.1"
            })
    void the_first_from_the_right_that_is_not_ours_is_the_client(String peer, String said, String client) {
        Exchange call = call(peer, "X-Forwarded-For", said, "Forwarded", "for=198.51.100.66");
        new TrustedProxies(OURS, false).believe(call);
        assertThat(call.clientAddress()).isEqualTo(client);
        assertThat(call.peerAddress()).isEqualTo(peer);
    }

    @ParameterizedTest(name = "{0} is {1}, secure {2}, {3}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "for=192.0.2.7;proto=https;host=api.example|192.0.2.7|true|api.example",
                "for=\"[2001:db9::7]:4711\"|2001:db9::7|false|-",
                "For=192.0.2.66;proto=http, for=192.0.2.7;Proto=HTTPS;host=\"a.example:8443\","
                        + " for=10.0.0.9;proto=http|192.0.2.7|true|a.example:8443",
                "for=_hidden, for=10.0.0.9;proto=https|10.0.0.9|true|-",
                "for=192.0.2.7;proto=https,|192.0.2.7|true|-",
                "for=192.0.2.7 proto=https|10.0.0.1|false|-",
                "for=\"192.0.2.7|10.0.0.1|false|-",
                "=192.0.2.7|10.0.0.1|false|-"
            })
    void the_standard_field_is_read_where_it_is_the_one_that_counts(
            String said, String client, boolean secure, String host) {
        Exchange call = call("10.0.0.1", "Forwarded", said, "X-Forwarded-For", "198.51.100.66");
        new TrustedProxies(OURS, true).believe(call);
        assertThat(call.clientAddress()).isEqualTo(client);
        assertThat(call.isSecure()).isEqualTo(secure);
        assertThat(call.forwardedHost()).isEqualTo(host);
    }

    @Test
    void scheme_and_host_are_those_that_belong_to_the_client() {
        Exchange call = call(
                "10.0.0.1",
                "X-Forwarded-For",
                "198.51.100.66, 192.0.2.7, 10.0.0.2",
                "X-Forwarded-Proto",
                "http, https, http",
                "X-Forwarded-Host",
                "api.example");
        new TrustedProxies(OURS, false).believe(call);
        assertThat(call.isSecure()).isTrue();
        assertThat(call.forwardedHost()).isEqualTo("api.example");
    }
}
