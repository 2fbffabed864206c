package io.tallygate.gateway.policy.location;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.EchoUpstream;
import io.tallygate.gateway.running.PortalFeed;
import io.tallygate.gateway.running.RunningGateway;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocationTest {
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.withLimits("");
        PortalFeed feed = gateway.feed();
        feed.guarded(new UUID(9, 1), "/acme/shop", RunningGateway.UPSTREAM, "{'policy':'location'}");
        feed.openRoute(new UUID(9, 2), RunningGateway.UPSTREAM, "'path':'/whole'", "{'policy':'location'}");
        feed.openRoute(
                new UUID(9, 3),
                RunningGateway.UPSTREAM,
                "'path':'/moved'",
                "{'policy':'location','config':{'paths':[{'from':'/base/v2','to':'/moved'}]}},"
                        + "{'policy':'rewrite','config':{'path':{'replacePrefix':'/v2'}}}");
        feed.openRoute(new UUID(9, 4), RunningGateway.UPSTREAM, "'path':'/plain'", "");
        gateway.awaitApplied();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest(name = "{0}: {1} is {2}")
    @CsvSource({
        "/acme/shop/x, HERE/base/orders/7?a=b#c, /acme/shop/orders/7?a=b#c",
        "/acme/shop/x, HERE/base, /acme/shop",
        "/acme/shop/x, HERE, /",
        "/acme/shop/x, /base/orders, /acme/shop/orders",
        "/acme/shop/x, /base//evil.example, /acme/shop//evil.example",
        "/acme/shop/x, /basement, /basement",
        "/acme/shop/x, HERE/elsewhere, /elsewhere",
        "/acme/shop/x, orders/7, orders/7",
        "/acme/shop/x, https://other.example/base/x, https://other.example/base/x",
        "/acme/shop/x, //other.example/base, //other.example/base",
        "/whole/x, HERE/base/whole/y, /whole/y",
        "/whole/x, HERE/base//evil.example, /evil.example",
        "/moved/x, HERE/base/v2/y, /moved/y",
        "/moved/x, HERE/base/v3/y, /base/v3/y",
        "/plain/x, HERE/base/y, HERE/base/y"
    })
    void where_the_upstream_sends_its_client_is_said_as_the_client_asks(String path, String said, String read)
            throws Exception {
        EchoUpstream upstream = gateway.upstream();
        String here = "http://127.0.0.1:" + upstream.port();
        upstream.alsoSay(Map.of(
                "Location", List.of(said.replace("HERE", here)),
                "Content-Location", List.of(said.replace("HERE", here.substring(5)))));
        HttpResponse<String> answer = gateway.http().send(gateway.request(path).build(), BodyHandlers.ofString());
        assertThat(answer.headers().firstValue("Location")).hasValue(read.replace("HERE", here));
        assertThat(answer.headers().firstValue("Content-Location")).hasValue(read.replace("HERE", here.substring(5)));
    }
}
