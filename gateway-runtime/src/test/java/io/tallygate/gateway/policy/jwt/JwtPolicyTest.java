package io.tallygate.gateway.policy.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import io.tallygate.gateway.running.EchoUpstream.Seen;
import io.tallygate.gateway.running.PortalFeed;
import io.tallygate.gateway.running.RunningGateway;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tokens of a real issuer, over the public port.
class JwtPolicyTest {
    private static final UUID CREDENTIAL = new UUID(7, 9);
    private static final String KEY_FETCHES = "tallygate_limit_hits_total{limit=\"key-fetches\"}";
    private final ECKey first = TestIssuer.key("first");
    private final ECKey second = TestIssuer.key("second");
    private TestIssuer issuer;
    private RunningGateway gateway;

    @BeforeEach
    void start() throws Exception {
        issuer = new TestIssuer();
        issuer.publishes(first);
        gateway = RunningGateway.withSettings(Map.of(), "127.0.0.1:" + issuer.port());
        gateway.feed()
                .credentialOf(
                        CREDENTIAL,
                        "'kind':'jwt','issuer':'" + TestIssuer.NAME + "','client':'orders-app'",
                        PortalFeed.APPLICATION,
                        PortalFeed.CONSUMER);
        route(1, "orders", "'audiences':['orders'],'types':['at+jwt'],'client':{'claim':'azp'}", "");
        route(2, "anyone", "'leewaySeconds':0", ",'upstream':{'sub':'X-Token-Subject'},'hide':true");
        route(3, "scoped", "'scopes':['orders:read'],'claims':{'tenant':'acme'}", "");
        gateway.feed().guarded(new UUID(18, 4), "/last", RunningGateway.UPSTREAM, "");
        RunningGateway.await("the last route", () -> get("/last", null).statusCode() == 200);
        RunningGateway.await("the issuer's keys", () -> issuer.fetches() > 0);
    }

    private void route(int id, String path, String more, String beside) {
        gateway.feed()
                .guarded(
                        new UUID(18, id),
                        "/" + path,
                        RunningGateway.UPSTREAM,
                        ("{'policy':'jwt','config':{'issuers':[{'issuer':'%s','jwksUri':'%s','refetchSeconds':1,'algorithms':['ES256'],%s}]%s}}")
                                .formatted(TestIssuer.NAME, issuer.address(), more, beside));
    }

    @AfterEach
    void stop() {
        gateway.close();
        issuer.close();
    }

    private HttpResponse<String> get(String path, @Nullable String token) throws Exception {
        HttpRequest.Builder request = gateway.request(path);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return gateway.http().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static final String GOOD = "'aud':['x','orders'],'azp':'orders-app','sub':'ann'";

    @Test
    void a_token_leads_to_its_application_and_subscription() throws Exception {
        for (int i = 0; i < 3; i++) { // the second and third are remembered
            assertThat(get("/orders", TestIssuer.token(first, GOOD)).statusCode())
                    .isEqualTo(200);
        }
        Seen seen = gateway.upstream().received().getLast();
        assertThat(seen.headers())
                .containsEntry("x-application-id", PortalFeed.APPLICATION.toString())
                .containsEntry("x-credential-id", CREDENTIAL.toString())
                .containsEntry("x-credential-kind", "jwt")
                .containsKey("authorization");
    }

    @Test
    void a_limit_may_count_by_a_claim_of_a_token_that_was_checked() throws Exception {
        String byClaim = "{'policy':'rate-limit','config':{'by':'{claim.org}','limits':[{'units':2,'seconds':60}]}}";
        String checked = "{'policy':'jwt','config':{'issuers':[{'issuer':'%s','jwksUri':'%s','algorithms':['ES256']}]}}"
                .formatted(TestIssuer.NAME, issuer.address());
        gateway.feed().guarded(new UUID(18, 5), "/by-claim", RunningGateway.UPSTREAM, byClaim + "," + checked);
        gateway.feed().guarded(new UUID(18, 6), "/unchecked", RunningGateway.UPSTREAM, byClaim);
        gateway.awaitApplied();
        String ours = TestIssuer.token(first, "'org':'a','sub':'ann'");
        String oursAgain = TestIssuer.token(first, "'org':'a','sub':'bob'");
        String theirs = TestIssuer.token(first, "'org':'b','sub':'ann'");
        assertThat(get("/by-claim", ours).statusCode()).isEqualTo(200);
        assertThat(get("/by-claim", oursAgain).statusCode()).isEqualTo(200);
        assertThat(get("/by-claim", ours).statusCode()).isEqualTo(429);
        assertThat(get("/by-claim", theirs).statusCode()).isEqualTo(200);
        assertThat(get("/unchecked", ours).statusCode()).isEqualTo(500); // the route is refused alone
        assertThat(gateway.metric("tallygate_config_refused")).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'aud':'orders','azp':'orders-app'|200",
                "'aud':'other','azp':'orders-app'|401",
                "'azp':'orders-app'|401",
                "'aud':'orders','azp':'stranger'|403",
                "'aud':'orders'|403",
                "'aud':'orders','azp':'orders-app','nbf':99999999990|401",
                "'aud':'orders','azp':'orders-app','nbf':1.5,'iat':1|200",
                "'aud':'orders','azp':'orders-app','iat':'soon'|401",
                "'aud':'orders','azp':'orders-app','aud':'orders'|401"
            })
    void what_a_token_says_decides(String claims, int status) throws Exception {
        assertThat(get("/orders", TestIssuer.token(first, claims)).statusCode()).isEqualTo(status);
    }

    @Test
    void times_types_issuers_and_keys_are_those_that_are_agreed() throws Exception {
        long now = Instant.now().getEpochSecond();
        assertThat(get("/orders", TestIssuer.token(first, "JWT", TestIssuer.NAME, now + 60, GOOD))
                        .statusCode())
                .isEqualTo(401);
        assertThat(get("/orders", TestIssuer.token(first, "application/AT+JWT", TestIssuer.NAME, now + 60, GOOD))
                        .statusCode())
                .isEqualTo(200);
        assertThat(get("/orders", TestIssuer.token(first, "at+jwt", "https://other.example", now + 60, GOOD))
                        .statusCode())
                .isEqualTo(401);
        assertThat(get("/orders", TestIssuer.token(first, "at+jwt", TestIssuer.NAME, now - 10, GOOD))
                        .statusCode())
                .isEqualTo(200); // within the leeway
        assertThat(get("/orders", TestIssuer.token(first, "at+jwt", TestIssuer.NAME, now - 60, GOOD))
                        .statusCode())
                .isEqualTo(401);
        ECKey forged = TestIssuer.key("first");
        assertThat(get("/orders", TestIssuer.token(forged, GOOD)).statusCode()).isEqualTo(401);
        HttpResponse<String> none = get("/orders", null);
        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.body()).contains("/problems/missing-token");
        assertThat(none.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"acme\"");
    }

    @Test
    void a_remembered_token_is_refused_from_the_second_on_when_it_expires() throws Exception {
        String token =
                TestIssuer.token(first, "at+jwt", TestIssuer.NAME, Instant.now().getEpochSecond() + 2, "'sub':'ann'");
        assertThat(get("/anyone", token).statusCode()).isEqualTo(200);
        Thread.sleep(2_100);
        assertThat(get("/anyone", token).statusCode()).isEqualTo(401);
    }

    @Test
    void a_claim_goes_upstream_in_a_field_that_no_client_can_send() throws Exception {
        HttpRequest request = gateway.request("/anyone")
                .header("Authorization", "Bearer " + TestIssuer.token(first, "'sub':'ann'"))
                .header("X-Token-Subject", "forged")
                .header("X_Token_Subject", "forged")
                .build();
        gateway.http().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(gateway.upstream().received().getLast().headers())
                .containsEntry("x-token-subject", "ann")
                .containsEntry("x-credential-kind", "jwt")
                .doesNotContainKeys("x_token_subject", "x-consumer-id", "authorization");
    }

    @Test
    void scopes_and_claims_that_are_asked_for_must_be_there() throws Exception {
        assertThat(get("/scoped", TestIssuer.token(first, "'scope':'a orders:read','tenant':'acme'"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(get("/scoped", TestIssuer.token(first, "'scope':'orders','tenant':'acme'"))
                        .body())
                .contains("/problems/insufficient-scope");
        assertThat(get("/scoped", TestIssuer.token(first, "'scope':'orders:read','tenant':'other'"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void keys_are_changed_without_a_refused_call() throws Exception {
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger served = new AtomicInteger();
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        issuer.answersAfter(200);
        issuer.publishes(first, second);
        long end = System.nanoTime() + 1_500_000_000L;
        for (int i = 0; i < 8; i++) {
            ECKey key = i % 2 == 0 ? first : second;
            callers.add(CompletableFuture.runAsync(() -> {
                while (System.nanoTime() < end) {
                    try {
                        int status = get("/orders", TestIssuer.token(key, GOOD)).statusCode();
                        (status == 200 ? served : refused).incrementAndGet();
                    } catch (Exception e) {
                        refused.incrementAndGet();
                    }
                }
            }));
        }
        callers.forEach(CompletableFuture::join);
        assertThat(refused).hasValue(0);
        assertThat(served.get()).isGreaterThan(20);
        assertThat(issuer.fetches()).isEqualTo(2);
    }

    @Test
    void made_up_keys_cost_one_fetch_an_interval_and_are_counted() throws Exception {
        int before = issuer.fetches();
        long begun = System.nanoTime();
        List<CompletableFuture<Integer>> forgers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            HttpRequest forged = gateway.request("/orders")
                    .header("Authorization", "Bearer " + TestIssuer.token(TestIssuer.key("made-up-" + i), GOOD))
                    .build();
            forgers.add(gateway.http()
                    .sendAsync(forged, HttpResponse.BodyHandlers.ofString())
                    .thenApply(HttpResponse::statusCode));
            assertThat(get("/orders", TestIssuer.token(first, GOOD)).statusCode())
                    .isEqualTo(200); // nobody else waits
        }
        for (CompletableFuture<Integer> forger : forgers) {
            assertThat(forger.join()).isEqualTo(401);
        }
        long seconds = (System.nanoTime() - begun) / 1_000_000_000L;
        assertThat(issuer.fetches() - before).isBetween(1, (int) seconds + 1);
        assertThat(gateway.metric(KEY_FETCHES)).isPositive();
    }

    @Test
    void an_issuer_that_is_away_keeps_its_keys_and_one_that_never_was_there_has_none() throws Exception {
        assertThat(get("/orders", TestIssuer.token(first, GOOD)).statusCode()).isEqualTo(200);
        issuer.isAway(true);
        Thread.sleep(1_100);
        assertThat(get("/orders", TestIssuer.token(second, GOOD)).statusCode()).isEqualTo(401);
        assertThat(get("/orders", TestIssuer.token(first, GOOD)).statusCode()).isEqualTo(200);
        gateway.stop();
        gateway.start();
        assertThat(get("/orders", TestIssuer.token(first, GOOD)).body()).contains("/problems/keys-unavailable");
    }

    @Test
    void an_address_behind_the_wall_is_not_asked() throws Exception {
        try (TestIssuer inside = new TestIssuer()) {
            inside.publishes(first);
            gateway.feed()
                    .guarded(
                            new UUID(18, 5),
                            "/inside",
                            RunningGateway.UPSTREAM,
                            "{'policy':'jwt','config':{'issuers':[{'issuer':'%s','jwksUri':'%s','algorithms':['ES256']}]}}"
                                    .formatted(TestIssuer.NAME, inside.address()));
            RunningGateway.await("the route", () -> get("/inside", null).statusCode() == 401);
            assertThat(get("/inside", TestIssuer.token(first, GOOD)).body()).contains("/problems/keys-unavailable");
            assertThat(inside.fetches()).isZero();
        }
    }

    /// What a forger would try with a public key, and with a head of its own.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\"}",
                "{\"alg\":\"None\",\"kid\":\"first\"}",
                "{\"alg\":\"NONE\",\"kid\":\"first\"}",
                "{\"alg\":\"nOnE\",\"kid\":\"first\"}",
                "{\"alg\":\"\",\"kid\":\"first\"}",
                "{\"alg\":\"HS256\",\"kid\":\"first\"}",
                "{\"alg\":\"ES256\",\"kid\":\"first\",\"crit\":[\"exp\"]}",
                "{\"alg\":\"ES256\",\"kid\":\"first\",\"b64\":false}",
                "{\"alg\":\"ES256\",\"alg\":\"none\",\"kid\":\"first\"}",
                "{\"alg\":[\"ES256\"],\"kid\":\"first\"}",
                "[]"
            })
    void cases_95_and_97_a_head_that_asks_for_another_check_is_refused(String head) throws Exception {
        String[] parts = TestIssuer.token(first, GOOD).split("\\.");
        String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(head.getBytes());
        assertThat(get("/orders", encoded + "." + parts[1] + "." + parts[2]).statusCode())
                .isEqualTo(401);
        assertThat(get("/orders", encoded + "." + parts[1] + ".").statusCode()).isEqualTo(401);
    }
}
