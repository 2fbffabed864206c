package io.tallygate.gateway.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tallygate.gateway.aggregate.Aggregation;
import io.tallygate.gateway.consumer.Consumers;
import io.tallygate.gateway.consumer.CredentialHash;
import io.tallygate.gateway.consumer.CredentialKind;
import io.tallygate.gateway.counter.LimitCounts;
import io.tallygate.gateway.events.EventCredential;
import io.tallygate.gateway.route.AskedFor;
import io.tallygate.gateway.route.RouteMatch;
import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.upstream.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The gateway's side of `infra/contracts`: what the golden sample says is what goes live.
class FeedContractTest {
    private static final UUID APPLICATION = UUID.fromString("019ac002-0000-7000-8000-000000000071");
    private static final UUID TENANT = UUID.fromString("019ac001-0000-7000-8000-000000000001");
    private static final UUID OTHER_TENANT = UUID.fromString("019ac001-0000-7000-8000-000000000002");
    private static final UUID ORDERS = UUID.fromString("019ac002-0000-7000-8000-000000000061");
    private static final UUID SECOND_API = UUID.fromString("019ac002-0000-7000-8000-000000000065");
    private static final long NOW = Instant.parse("2026-11-25T12:00:00Z").toEpochMilli();

    @TempDir
    Path directory;

    private LimitCounts counts;
    private Configuration configuration;

    @BeforeEach
    void open() {
        counts = LimitCounts.open(directory.resolve("limits"), LimitCounts.Bounds.NONE);
        configuration = new Configuration(counts);
    }

    @AfterEach
    void close() {
        counts.close();
    }

    @Test
    void the_golden_sample_goes_live_batch_by_batch() throws Exception {
        FeedLines lines = new FeedLines(configuration::read);
        int batches = 0;
        for (String line : sample()) {
            FeedBatch batch = lines.read(line.getBytes(UTF_8));
            if (batch == null) {
                continue;
            }
            configuration.apply(batch);
            batches++;
            assertThat(configuration.refusals()).isEmpty();
            switch (batches) {
                case 1 -> {
                    assertThat(configuration.revision()).isEqualTo(120);
                    assertThat(live().routes().size()).isEqualTo(2);
                    assertThat(live().consumers().credentials().size()).isEqualTo(1);
                    assertThat(plan(ORDERS)).isEqualTo("Starter");
                    assertThat(match("GET", "api.globex.example", "/x"))
                            .satisfies(
                                    route -> assertThat(route.live().upstream().targets())
                                            .hasSize(2));
                    assertThat(match("DELETE", "", "/acme/orders/7")).isNotNull();
                }
                case 2 -> {
                    assertThat(configuration.revision()).isEqualTo(123);
                    assertThat(live().consumers().credentials().size()).isEqualTo(1);
                    assertThat(match("DELETE", "", "/acme/orders/7")).isNull();
                }
                case 3 -> {
                    assertThat(configuration.revision()).isEqualTo(127);
                    assertThat(live().routes().size()).isEqualTo(1);
                    assertThat(plan(ORDERS)).isEqualTo("Unlimited");
                    assertThat(plan(SECOND_API)).isEqualTo("Unlimited");
                }
                case 7 -> {
                    assertThat(live().isSuspended(OTHER_TENANT)).isTrue();
                    assertThat(live().isSuspended(TENANT)).isFalse();
                }
                case 8 -> assertThat(live().isSuspended(OTHER_TENANT)).isFalse();
                case 9 -> {
                    assertThat(match("GET", "", "/acme~test/orders/7"))
                            .satisfies(route ->
                                    assertThat(route.route().environment()).isEqualTo("test"));
                    assertThat(match("GET", "", "/acme/orders/7"))
                            .satisfies(route ->
                                    assertThat(route.route().environment()).isEqualTo("live"));
                    assertThat(live().consumers().covering(APPLICATION, TENANT, "test", ORDERS, NOW))
                            .isNotEqualTo(live().consumers().covering(APPLICATION, TENANT, "live", ORDERS, NOW));
                }
                case 10 -> {
                    assertThat(match("GET", "a.b.acme.example", "/v2/orders")).isNotNull();
                    assertThat(match("POST", "shop.acme.example:8443", "/v2/orders"))
                            .isNotNull();
                    assertThat(match("GET", "[::1]:8000", "/v2/files/x?draft=")).isNotNull();
                    assertThat(match("GET", "[::1]:8001", "/v2/files/x?draft=")).isNull();
                    assertThat(match("GET", "a.acme.example", "/v2/orders/7?page=3"))
                            .isNull();
                    assertThat(live().routes()
                                    .match(new AskedFor("GET", "a.acme.example", "/v2/orders/7?page=3")
                                            .header("x-ring", List.of("beta"))))
                            .isNotNull();
                    assertThat(live().routes()
                                    .match(new AskedFor("PUT", "a.acme.example", "/v2/reports/may/all")
                                            .header("accept", List.of("Text/CSV;q=1"))))
                            .isNotNull();
                }
                case 11 -> {
                    byte[] partner =
                            CredentialHash.ofToken(TENANT, "live", "https://id.example/realms/partners", "orders-app");
                    assertThat(live().consumers().credentials().find(partner, CredentialKind.JWT))
                            .isNotNull();
                    assertThat(live().consumers().credentials().find(partner, CredentialKind.API_KEY))
                            .isNull();
                    byte[] subject = CredentialHash.ofSubject(TENANT, "live", "cn=orders,o=partner");
                    assertThat(live().consumers().credentials().find(subject, CredentialKind.CERTIFICATE))
                            .isNotNull();
                }
                case 12 -> {
                    Upstream stock = configuration.upstreams().stream()
                            .filter(each -> each.targets().size() == 2)
                            .findFirst()
                            .orElseThrow();
                    assertThat(stock.breaker()).isNotNull();
                    assertThat(stock.rules().idleTimeoutMillis()).isEqualTo(60_000);
                    assertThat(stock.rules().check()).isNotNull();
                    assertThat(stock.rules().retries().statuses().contains(503)).isTrue();
                    assertThat(stock.rules().toString()).doesNotContain("sample-secret");
                }
                case 13 -> {
                    assertThat(match("POST", "", "/acme/overview/7")).satisfies(route -> {
                        Aggregation overview =
                                Objects.requireNonNull(route.live().aggregation());
                        assertThat(overview.needed()).hasSize(1);
                        assertThat(overview.looksAtBody()).isTrue();
                    });
                    assertThat(match("GET", "", "/acme/summary"))
                            .satisfies(route ->
                                    assertThat(route.live().aggregation()).isNotNull());
                }
                case 14 -> {
                    EventCredential ofBackEnd =
                            Objects.requireNonNull(live().events().credential(sha256("acme_live_events_1")));
                    assertThat(ofBackEnd.tenant()).isEqualTo(TENANT);
                    assertThat(ofBackEnd.environment()).isEqualTo("live");
                    assertThat(ofBackEnd.notAfter())
                            .isEqualTo(Instant.parse("2027-11-25T00:00:00Z").toEpochMilli());
                    assertThat(live().events().credential(sha256("acme_test_events_1")))
                            .satisfies(found -> assertThat(
                                            Objects.requireNonNull(found).environment())
                                    .isEqualTo("test"));
                    assertThat(live().events().meters(TENANT, "com.acme.tokens"))
                            .singleElement()
                            .satisfies(meter -> {
                                assertThat(meter.value()).hasToString("/tokens");
                                assertThat(meter.decimal()).isTrue();
                                assertThat(meter.filters()).hasSize(1);
                            });
                    assertThat(live().events().meters(OTHER_TENANT, "com.acme.tokens"))
                            .isEmpty();
                }
                default -> assertThat(configuration.revision()).isBetween(127L, 130L);
            }
        }
        assertThat(batches).isEqualTo(14);
        assertThat(configuration.revision()).isEqualTo(151);
    }

    private static String sha256(String text) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    }

    private @Nullable RouteMatch<LiveRoute> match(String method, String host, String path) {
        return live().routes().match(new AskedFor(method, host, path));
    }

    private LiveConfig live() {
        return live(configuration);
    }

    private static LiveConfig live(Configuration configuration) {
        return Objects.requireNonNull(configuration.current());
    }

    private @Nullable String plan(UUID api) {
        Consumers consumers = live().consumers();
        var subscription = consumers.covering(APPLICATION, TENANT, "live", api, NOW);
        return subscription == null ? null : subscription.plan().name();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "[]",
                "{\"type\":\"put\",\"revision\":1,\"kind\":\"route\",\"id\":\"019ac002-0000-7000-8000-000000000021\",\"value\":{}}",
                "{\"type\":\"commit\",\"revision\":1}",
                "{\"type\":\"begin\",\"mode\":\"half\",\"revision\":1}",
                "{\"type\":\"begin\",\"mode\":\"changes\"}"
            })
    void a_stream_out_of_order_is_broken_off(String line) {
        assertThatThrownBy(() -> new FeedLines(configuration::read).read(line.getBytes(UTF_8)))
                .isInstanceOf(FeedLines.Broken.class);
    }

    @Test
    void what_an_instance_reports_is_what_the_contract_says() throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits("")) {
            RunningGateway.await("a report", () -> !gateway.feed().reports().isEmpty());
            var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(text("gateway-instance.schema.json"), InputFormat.JSON);
            assertThat(gateway.feed().reports())
                    .allSatisfy(report -> assertThat(schema.validate(report, InputFormat.JSON))
                            .isEmpty());
        }
    }

    @Test
    void the_tests_own_feed_keeps_to_the_contract() throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits("'quota':{'calls':5,'period':'month'}")) {
            var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(text("gateway-feed.schema.json"), InputFormat.JSON);
            assertThat(gateway.feed().lines())
                    .isNotEmpty()
                    .allSatisfy(line ->
                            assertThat(schema.validate(line, InputFormat.JSON)).isEmpty());
        }
    }

    private void applySample() throws Exception {
        FeedLines lines = new FeedLines(configuration::read);
        for (String line : sample()) {
            FeedBatch batch = lines.read(line.getBytes(UTF_8));
            if (batch != null) {
                configuration.apply(batch);
            }
        }
    }

    private static List<String> sample() throws IOException {
        return text("gateway-feed.sample.ndjson").lines().toList();
    }

    private static String text(String name) throws IOException {
        try (InputStream in = FeedContractTest.class.getResourceAsStream("/contracts/" + name)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
