package io.tallygate.portal.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.RunningPortal;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the portal writes into the audit log, looked at with all rights in the table itself.
class AuditTrailIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningPortal portal = RunningPortal.shared();
    private ApiClient owner;

    /// One row of the log.
    record Row(
            String actorKind,
            String actor,
            String origin,
            String requestId,
            String action,
            String outcome,
            String reason,
            String targets,
            JsonNode changes) {}

    @BeforeEach
    void a_tenant() throws Exception {
        owner = ApiClient.ofNewTenant(portal);
        owner.read("/members"); // binds the owner to the place that was prepared for them
    }

    @Test
    void each_change_is_one_record_with_who_where_and_what_it_was_before() throws Exception {
        int before = log().size();
        HttpResponse<String> made =
                owner.post("/consumers", "{\"name\":\"Globex\"}", "X-Request-Id", "test-making-globex");
        String consumer = ApiClient.json(made).path("id").asText();
        List<Row> rows = log();
        assertThat(rows).hasSize(before + 1);
        Row creation = rows.getLast();
        assertThat(creation.actorKind()).isEqualTo("person");
        assertThat(creation.actor()).startsWith("subject-owner-");
        assertThat(creation.origin()).isEqualTo("127.0.0.1");
        assertThat(creation.requestId()).isEqualTo("test-making-globex");
        assertThat(creation.action()).isEqualTo("POST /tenants/{tenant}/consumers");
        assertThat(creation.outcome()).isEqualTo("done");
        assertThat(creation.targets()).isEqualTo("consumer:" + consumer);
        assertThat(creation.changes().path(0).path("operation").asText()).isEqualTo("created");
        assertThat(creation.changes().path(0).path("after").path("name").asText())
                .isEqualTo("Globex");
    }

    @Test
    void what_is_read_or_asked_for_again_leaves_no_record() throws Exception {
        owner.make("/consumers", "{\"name\":\"Globex\"}");
        int before = log().size();
        owner.read("/consumers");
        owner.read("/members");
        assertThat(log()).hasSize(before);
        String body = "{\"name\":\"Initech\"}";
        String key = UUID.randomUUID().toString();
        assertThat(owner.post("/consumers", body, "Idempotency-Key", key).statusCode())
                .isEqualTo(201);
        assertThat(owner.post("/consumers", body, "Idempotency-Key", key).statusCode())
                .isEqualTo(201);
        assertThat(log()).hasSize(before + 1);
    }

    @Test
    void a_refused_attempt_is_one_record_in_the_log_of_the_tenant_that_was_meant() throws Exception {
        int before = log().size();
        assertThat(owner.post("/consumers", "{\"name\":\"\"}").statusCode()).isEqualTo(422);
        assertThat(owner.send("DELETE", "/tokens/" + UUID.randomUUID(), null).statusCode())
                .isEqualTo(404);
        ApiClient stranger = ApiClient.ofNewTenant(portal).at(owner.tenant());
        assertThat(stranger.post("/consumers", "{\"name\":\"Planted\"}").statusCode())
                .isEqualTo(404);
        List<Row> rows = log();
        assertThat(rows).hasSize(before + 3);
        assertThat(rows.subList(before, before + 3))
                .extracting(Row::outcome, Row::reason)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("refused", "422 invalid-input"),
                        org.assertj.core.groups.Tuple.tuple("refused", "404 not-found"),
                        org.assertj.core.groups.Tuple.tuple("refused", "404 not-found"));
        assertThat(rows.getLast().targets()).isEqualTo("address:/api/v1/tenants/" + owner.tenant() + "/consumers");
        // what is only read, or asked for by nobody, is no attempt
        stranger.get("/consumers");
        owner.withToken("").post("/consumers", "{}");
        assertThat(log()).hasSize(before + 3);
    }

    @Test
    void a_stranger_cannot_fill_a_tenants_log() throws Exception {
        int before = log().size();
        ApiClient stranger = ApiClient.ofNewTenant(portal).at(owner.tenant());
        Instant end = Instant.now().plusSeconds(50);
        int sent = 0;
        while (sent < 3 * AuditLimits.STRANGERS_REFUSALS_A_MINUTE
                && Instant.now().isBefore(end)) {
            assertThat(stranger.post("/consumers", "{}").statusCode()).isEqualTo(404);
            sent++;
        }
        // the attempts may have fallen into two minutes, each with its own ceiling and one record for what came before
        assertThat(log().size() - before).isBetween(AuditLimits.STRANGERS_REFUSALS_A_MINUTE, sent - 1);
        assertThat(log().size() - before).isLessThanOrEqualTo(2 * AuditLimits.STRANGERS_REFUSALS_A_MINUTE + 1);
        // its own people are recorded all the same
        owner.post("/consumers", "{\"name\":\"\"}");
        assertThat(log().getLast().reason()).isEqualTo("422 invalid-input");
        assertThat(log().getLast().actor()).startsWith("subject-owner-");
    }

    @Test
    void secrets_are_nowhere_in_the_log() throws Exception {
        String consumer =
                owner.make("/consumers", "{\"name\":\"Globex\"}").path("id").asText();
        String application = owner.make("/applications", "{\"name\":\"Shop\",\"consumer\":\"%s\"}".formatted(consumer))
                .path("id")
                .asText();
        String key = owner.make("/applications/" + application + "/credentials", "{\"name\":\"k\"}")
                .path("key")
                .asText();
        String token = owner.make(
                        "/tokens",
                        "{\"name\":\"pipeline\",\"expiresAt\":\"%s\"}"
                                .formatted(Instant.now().plusSeconds(3600)))
                .path("token")
                .asText();
        assertThat(key).isNotEmpty();
        assertThat(token).startsWith("tgp_");
        try (Connection administrator = portal.database().asAdministrator();
                PreparedStatement query = administrator.prepareStatement(
                        "select count(*) from portal.audit_event e, (values (?), (?), (encode(sha256(?::bytea),"
                                + " 'hex')), (encode(sha256(?::bytea), 'hex'))) as secret (text) where position(text in"
                                + " e::text) > 0")) {
            for (int at = 1; at <= 4; at++) {
                query.setString(at, at % 2 == 1 ? key : token);
            }
            try (ResultSet row = query.executeQuery()) {
                row.next();
                assertThat(row.getInt(1)).isZero();
            }
        }
        assertThat(log().getLast()
                        .changes()
                        .path(0)
                        .path("after")
                        .path("sha256")
                        .toString())
                .isEqualTo("{\"recorded\":false}");
    }

    @Test
    void a_token_and_the_operator_are_named() throws Exception {
        String token = owner.make(
                        "/tokens",
                        "{\"name\":\"pipeline\",\"expiresAt\":\"%s\"}"
                                .formatted(Instant.now().plusSeconds(3600)))
                .path("token")
                .asText();
        owner.withToken(token).make("/consumers", "{\"name\":\"Globex\"}");
        assertThat(one("select token_id from portal.audit_event where targets like 'consumer:%' and token_id <> ''"
                        + " and tenant_id = (select id from portal.tenant where slug = '" + owner.tenant() + "')"))
                .isEqualTo(one("select id::text from portal.access_token where last4 = '"
                        + token.substring(token.length() - 4) + "' and name = 'pipeline'"));
        assertThat(one("select actor_kind || ' ' || action || ' ' || (changes::jsonb -> 0 -> 'after' ->> 'slug') from"
                        + " portal.audit_event where tenant_id = '00000000-0000-0000-0000-000000000000' and changes"
                        + " like '%\"" + owner.tenant() + "\"%'"))
                .isEqualTo("operator POST /tenants " + owner.tenant());
        assertThat(one("select count(*)::text from portal.audit_event where actor = 'system:installation'"))
                .isNotEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "directory", "operator", "audit", "feed", "owner"})
    void the_database_lets_nobody_who_signs_in_change_what_is_recorded(String role) throws Exception {
        try (Connection connection = portal.database().as(role);
                Statement statement = connection.createStatement()) {
            statement.execute("select set_config('tallygate.tenant', '" + tenantId() + "', false)");
            for (String table : List.of("audit_event", "audit_chain", "audit_checkpoint", "audit_refusals")) {
                if (role.equals("owner")) {
                    // it owns the tables for the migrations' sake; its rows are behind the wall like everybody's
                    assertThat(statement.executeUpdate("delete from portal.audit_event"))
                            .isZero();
                    continue;
                }
                for (String sql : List.of(
                        "update portal.%s set tenant_id = tenant_id",
                        "delete from portal.%s",
                        "truncate portal.%s",
                        "insert into portal.%1$s select * from portal.%1$s")) {
                    assertThatThrownBy(() -> statement.execute(sql.formatted(table)))
                            .as("%s: %s", role, sql.formatted(table))
                            .isInstanceOf(SQLException.class)
                            .hasMessageContaining("permission denied");
                }
            }
        }
    }

    @Test
    void a_role_records_what_was_done_for_the_tenant_of_its_transaction_only() throws Exception {
        try (Connection connection = portal.database().as("app");
                Statement statement = connection.createStatement()) {
            statement.execute("select set_config('tallygate.tenant', '" + tenantId() + "', false)");
            assertThatThrownBy(() -> statement.execute("select portal.record_audit_event('" + UUID.randomUUID()
                            + "', uuidv7(), '', '', '', '', '', '', '', 'done', '', '', '', '')"))
                    .hasMessageContaining("in a transaction of another");
        }
    }

    private String tenantId() throws SQLException {
        return one("select id::text from portal.tenant where slug = '" + owner.tenant() + "'");
    }

    private String one(String sql) throws SQLException {
        try (Connection administrator = portal.database().asAdministrator();
                Statement statement = administrator.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).as(sql).isTrue();
            return row.getString(1);
        }
    }

    private List<Row> log() throws Exception {
        try (Connection administrator = portal.database().asAdministrator();
                PreparedStatement query =
                        administrator.prepareStatement("select e.* from portal.audit_event e join portal.tenant t on"
                                + " t.id = e.tenant_id where t.slug = ? order by e.number")) {
            query.setString(1, owner.tenant());
            List<Row> found = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(new Row(
                            rows.getString("actor_kind"),
                            rows.getString("actor"),
                            rows.getString("origin"),
                            rows.getString("request_id"),
                            rows.getString("action"),
                            rows.getString("outcome"),
                            rows.getString("reason"),
                            rows.getString("targets"),
                            JSON.readTree(rows.getString("changes"))));
                }
            }
            return found;
        }
    }
}
