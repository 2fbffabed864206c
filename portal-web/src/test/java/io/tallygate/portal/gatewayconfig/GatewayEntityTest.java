package io.tallygate.portal.gatewayconfig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.metering.meter.TenantId;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the portal writes is what the contract says, and what a gateway could not use cannot be written.
class GatewayEntityTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TenantId TENANT = new TenantId(UUID.fromString("019ac001-0000-7000-8000-000000000001"));
    private static final UUID ID = UUID.fromString("019ac002-0000-7000-8000-000000000011");

    private static final Instant MOMENT = Instant.parse("2026-11-25T10:00:06.123456Z");

    static Stream<GatewayEntity> entities() {
        var target = new GatewayEntity.Target("127.0.0.1", 8501, 1);
        return Stream.of(
                GatewayEntity.Tenant.SUSPENDED,
                new GatewayEntity.Upstream("http", List.of(target), "", 2000, 30_000),
                new GatewayEntity.Upstream(
                        "https",
                        List.of(target, new GatewayEntity.Target("b.example", 443, 3)),
                        "/v2/stock",
                        1,
                        600_000),
                new GatewayEntity.Route(
                        "acme",
                        "live",
                        ID,
                        ID,
                        List.of(),
                        List.of(GatewayEntity.Conditions.below("/acme/orders")),
                        true,
                        null,
                        ID,
                        GatewayEntity.Authentication.API_KEY,
                        null,
                        true,
                        JsonArray.EMPTY_JSON_ARRAY,
                        null,
                        List.of(new GatewayEntity.Operation("getOrder", "GET", "/orders/{id}"))),
                new GatewayEntity.Route(
                        "acme",
                        "test",
                        ID,
                        ID,
                        List.of("api.acme.example", "*.acme.example:8443"),
                        List.of(
                                new GatewayEntity.Conditions(
                                        "\\Q/acme\\E(?:/a.c)",
                                        GatewayEntity.PathMatch.REGEX,
                                        List.of("GET", "POST"),
                                        JsonArray.EMPTY_JSON_ARRAY,
                                        JsonArray.EMPTY_JSON_ARRAY),
                                GatewayEntity.Conditions.below("/acme/other")),
                        true,
                        2,
                        ID,
                        GatewayEntity.Authentication.NONE,
                        "api_key",
                        false,
                        Json.createArrayBuilder()
                                .add(Json.createObjectBuilder().add("policy", "cors"))
                                .build(),
                        Json.createObjectBuilder()
                                .add(
                                        "steps",
                                        Json.createArrayBuilder()
                                                .add(Json.createObjectBuilder()
                                                        .add("id", "a")
                                                        .add("path", "/a")))
                                .build(),
                        List.of()),
                new GatewayEntity.Credential("live", "0123456789abcdef".repeat(4), ID, ID, null),
                new GatewayEntity.Credential("test", "0123456789abcdef".repeat(4), ID, ID, MOMENT),
                new GatewayEntity.Credential(
                        "live",
                        new GatewayEntity.Shown.Basic("0123456789abcdef".repeat(4)),
                        List.of("read"),
                        ID,
                        ID,
                        null),
                new GatewayEntity.Credential(
                        "live", new GatewayEntity.Shown.Subject("CN=shop"), List.of(), ID, ID, null),
                subscription(GatewayEntity.SubscriptionStatus.ACTIVE, null),
                subscription(GatewayEntity.SubscriptionStatus.SUSPENDED, null),
                subscription(GatewayEntity.SubscriptionStatus.CANCELLED, MOMENT),
                new GatewayEntity.PlanVersion(ID, "Starter \"ü\" \n", 0L, new GatewayEntity.RateLimit(50, 1)),
                new GatewayEntity.PlanVersion(ID, "Unlimited", null, null),
                new GatewayEntity.Meter(Json.createObjectBuilder()
                        .add("slug", "calls")
                        .add("name", "Calls")
                        .add("source", "requests")
                        .add("aggregation", "count")
                        .add("unit", "call")
                        .build()),
                new GatewayEntity.EventCredential("live", "0123456789abcdef".repeat(4), null),
                new GatewayEntity.EventCredential("test", "0123456789abcdef".repeat(4), MOMENT));
    }

    private static GatewayEntity subscription(GatewayEntity.SubscriptionStatus status, @Nullable Instant end) {
        return new GatewayEntity.Subscription(
                ID, ID, ID, List.of(ID), ID, ZoneId.of("Europe/Berlin"), "live", status, MOMENT, end);
    }

    @ParameterizedTest
    @MethodSource("entities")
    void every_entity_is_written_as_the_contract_says(GatewayEntity entity) throws IOException {
        var bytes = new ByteArrayOutputStream();
        new FeedLines(bytes)
                .put(7, entity.kind().wireName(), ID, entity.toJson(TENANT).toString());
        String line = bytes.toString(UTF_8);
        assertThat(line).endsWith("}\n").hasLineCount(1);
        assertThat(FeedSchema.complaints(line)).as(line).isEmpty();
        assertThat(JSON.readTree(line).at("/value/tenant").asText()).isEqualTo(TENANT.toString());
    }

    @Test
    void the_contracts_sample_can_be_written_member_for_member() throws IOException {
        for (String line : FeedSchema.sample()) {
            JsonNode golden = JSON.readTree(line);
            if (golden.path("type").asText().equals("put")) {
                JsonNode value = golden.path("value");
                if (value instanceof ObjectNode object
                        && value.path("kind").asText().equals("api-key")) {
                    object.remove("kind"); // which is what it is without it
                }
                TenantId tenant =
                        new TenantId(UUID.fromString(value.path("tenant").asText()));
                GatewayEntity entity = SampleEntities.read(golden.path("kind").asText(), value);
                assertThat(JSON.readTree(entity.toJson(tenant).toString())).isEqualTo(value);
            }
        }
    }

    @Test
    void all_other_lines_are_written_as_the_contract_says() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var lines = new FeedLines(bytes);
        lines.beginSnapshot(0);
        lines.beginChanges(Long.MAX_VALUE >> 10);
        lines.delete(3, "plan-version", ID);
        lines.commit(3);
        lines.heartbeat(3, MOMENT);
        lines.heartbeat(3, Instant.parse("2026-11-25T10:00:00Z"));
        assertThat(bytes.toString(UTF_8).lines())
                .hasSize(6)
                .allSatisfy(line -> assertThat(FeedSchema.complaints(line)).isEmpty());
    }

    @Test
    void what_a_gateway_could_not_use_cannot_be_made() {
        refused(() -> new GatewayEntity.Target("Example.com", 80, 1));
        refused(() -> new GatewayEntity.Target("[::1]", 80, 1));
        refused(() -> new GatewayEntity.Target("a", 0, 1));
        refused(() -> new GatewayEntity.Upstream("file", List.of(new GatewayEntity.Target("a", 1, 1)), "", 1, 1));
        refused(() -> new GatewayEntity.Upstream("http", List.of(), "", 1, 1));
        refused(() -> new GatewayEntity.Upstream("http", List.of(new GatewayEntity.Target("a", 1, 1)), "/a/", 1, 1));
        refused(() -> new GatewayEntity.Upstream("http", List.of(new GatewayEntity.Target("a", 1, 1)), "/a?b", 1, 1));
        refused(() -> new GatewayEntity.Credential("live", "secret", ID, ID, null));
        refused(() -> new GatewayEntity.Credential("prod", "a".repeat(64), ID, ID, null));
        refused(() -> new GatewayEntity.PlanVersion(ID, "", null, null));
        refused(() -> new GatewayEntity.PlanVersion(ID, "Starter", -1L, null));
        refused(() -> new GatewayEntity.RateLimit(0, 1));
    }

    private static void refused(Runnable making) {
        assertThatThrownBy(making::run).isInstanceOf(IllegalArgumentException.class);
    }
}
