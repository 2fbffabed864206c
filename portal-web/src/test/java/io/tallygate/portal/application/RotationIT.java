package io.tallygate.portal.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.RunningPortal;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Another key takes a key's place: both are good for a while, then one.
class RotationIT {
    private final RunningPortal portal = RunningPortal.shared();
    private ApiClient tenant;
    private String consumer;
    private String keys;

    @BeforeEach
    void an_application() throws Exception {
        tenant = ApiClient.ofNewTenant(portal);
        consumer =
                tenant.make("/consumers", "{\"name\":\"Kiosk24\"}").path("id").asText();
        String application = tenant.make(
                        "/applications", "{\"name\":\"Checkout\",\"consumer\":\"%s\"}".formatted(consumer))
                .path("id")
                .asText();
        keys = "/applications/" + application + "/credentials";
    }

    @Test
    void the_old_key_is_good_until_the_overlap_ends_and_a_repeated_call_rotates_once() throws Exception {
        String old = issued("{\"name\":\"CI\",\"environment\":\"test\"}");
        Instant until = Instant.now().plus(2, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
        String body = "{\"overlapUntil\":\"%s\"}".formatted(until);
        HttpResponse<String> rotated = rotate(old, body, "Idempotency-Key", "rotate-" + old);
        assertThat(rotated.statusCode()).as(rotated.body()).isEqualTo(201);
        JsonNode fresh = ApiClient.json(rotated);
        assertThat(fresh.path("name").asText()).isEqualTo("CI");
        assertThat(fresh.path("environment").asText()).isEqualTo("test");
        assertThat(fresh.path("key").asText()).startsWith("acme_test_");
        assertThat(fresh.path("expiresAt").isNull()).isTrue();
        assertThat(rotate(old, body, "Idempotency-Key", "rotate-" + old).body()).isEqualTo(rotated.body());
        assertThat(tenant.read(keys).path("items")).hasSize(2);
        JsonNode overlapping = tenant.read("/credentials/" + old);
        assertThat(overlapping.path("status").asText()).isEqualTo("active");
        assertThat(Instant.parse(overlapping.path("expiresAt").asText())).isEqualTo(until);
        assertThat(new ObjectMapper().readTree(toGateways(old)).toString())
                .contains(until.toString().substring(0, 19));
        assertThat(toGateways(fresh.path("id").asText())).isNotNull();
    }

    @Test
    void an_overlap_never_lengthens_a_keys_life() throws Exception {
        Instant end = Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
        String old = issued("{\"expiresAt\":\"%s\"}".formatted(end));
        rotate(old, "{\"overlapUntil\":\"%s\"}".formatted(end.plus(1, ChronoUnit.DAYS)));
        assertThat(Instant.parse(
                        tenant.read("/credentials/" + old).path("expiresAt").asText()))
                .isEqualTo(end);
    }

    @Test
    void without_an_overlap_the_old_key_is_refused_at_once() throws Exception {
        String old = issued("{}");
        assertThat(rotate(old, "{\"name\":\"Next\"}").statusCode()).isEqualTo(201);
        assertThat(tenant.read("/credentials/" + old).path("status").asText()).isEqualTo("revoked");
        assertThat(toGateways(old)).isNull();
        HttpResponse<String> again = rotate(old, "{}");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("not-active");
        assertThat(tenant.read(keys).path("items")).hasSize(2);
    }

    @Test
    void what_cannot_be_changes_nothing() throws Exception {
        String old = issued("{}");
        for (String member : new String[] {"overlapUntil", "expiresAt"}) {
            HttpResponse<String> passed = rotate(old, "{\"%s\":\"2020-01-01T00:00:00Z\"}".formatted(member));
            assertThat(passed.statusCode()).isEqualTo(422);
            assertThat(ApiClient.json(passed).at("/errors/0/pointer").asText()).isEqualTo("/" + member);
        }
        assertThat(rotate(UUID.randomUUID().toString(), "{}").statusCode()).isEqualTo(404);
        assertThat(tenant.read("/credentials/" + old).path("status").asText()).isEqualTo("active");
        assertThat(tenant.read(keys).path("items")).hasSize(1);
    }

    @Test
    void a_developer_rotates_their_own_consumers_keys_and_no_others() throws Exception {
        String old = issued("{}");
        ApiClient.Person developer = ApiClient.Person.named("developer");
        ApiClient.Person stranger = ApiClient.Person.named("stranger");
        String another =
                tenant.make("/consumers", "{\"name\":\"Harbour\"}").path("id").asText();
        join(consumer, developer);
        join(another, stranger);
        String path = "/credentials/" + old + "/rotate";
        assertThat(tenant.as(stranger).post(path, "{}").statusCode()).isEqualTo(404);
        assertThat(tenant.as(developer).post(path, "{}").statusCode()).isEqualTo(201);
    }

    private void join(String where, ApiClient.Person person) throws Exception {
        tenant.make(
                "/consumers/" + where + "/members",
                "{\"email\":\"%s\",\"role\":\"developer\"}".formatted(person.email()));
    }

    private String issued(String body) throws Exception {
        return tenant.make(keys, body).path("id").asText();
    }

    private HttpResponse<String> rotate(String id, String body, String... headers) throws Exception {
        return tenant.post("/credentials/" + id + "/rotate", body, headers);
    }

    /// What gateways are told of a key; null when they are to refuse it.
    private @Nullable String toGateways(String id) throws Exception {
        try (Connection administrator = portal.database().asAdministrator();
                PreparedStatement query = administrator.prepareStatement("select value from portal.gateway_change where"
                        + " kind = 'credential' and entity_id = ? and not deleted")) {
            query.setObject(1, UUID.fromString(id));
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }
}
