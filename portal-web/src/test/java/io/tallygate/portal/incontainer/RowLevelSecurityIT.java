package io.tallygate.portal.incontainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.application.Application;
import io.tallygate.portal.application.Applications;
import io.tallygate.portal.application.Credentials;
import io.tallygate.portal.consumer.Consumer;
import io.tallygate.portal.consumer.Consumers;
import io.tallygate.portal.consumer.NewConsumer;
import io.tallygate.portal.gatewayconfig.Kind;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.publishing.NewApi;
import io.tallygate.portal.publishing.Publishing;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Two tenants in one database, inside the server: neither reads, writes or infers a row of the other, whatever it
/// tries. And what a transaction publishes is in the gateways' feed when it commits, and only then.
@ExtendWith(ArquillianExtension.class)
class RowLevelSecurityIT {
    private static final String DOCUMENT =
            "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Orders\",\"version\":\"1\"},\"paths\":{\"/orders\":{\"get\":{\"responses\":{\"200\":{\"description\":\"ok\"}}}}}}";

    @Deployment
    static WebArchive portal() {
        return DeployedPortal.with(RowLevelSecurityIT.class);
    }

    @Inject
    TenantTransactions transactions;

    @Inject
    Consumers consumers;

    @Inject
    Applications applications;

    @Inject
    Credentials credentials;

    @Inject
    Publishing publishing;

    @Inject
    ServerResources server;

    private TenantId a;
    private TenantId b;
    private Consumer ofB;
    private Application applicationOfB;
    private UUID credentialOfB;

    @BeforeEach
    void twoTenantsWithRowsOfTheirOwn() {
        a = server.newTenant();
        b = server.newTenant();
        ofB = consumers.create(b, consumer("Buyer of B"));
        applicationOfB = applications.create(b, ofB.id(), "App of B", null);
        credentialOfB = credentials
                .issue(b, applicationOfB, "Key of B", null, null)
                .credential()
                .id();
        publishing.importDocument(b, new NewApi("Orders", "orders", "/orders", "http://203.0.114.7/x", DOCUMENT, null));
    }

    @Test
    void a_tenant_finds_nothing_of_another_by_id_by_query_or_by_native_sql() throws SQLException {
        assertTrue(consumers.find(b, ofB.id()).isPresent());
        assertTrue(consumers.find(a, ofB.id()).isEmpty());
        assertTrue(applications.find(a, applicationOfB.id(), Optional.empty()).isEmpty());
        assertTrue(credentials.revoke(a, credentialOfB, Optional.empty()).isEmpty());
        assertTrue(consumers.list(a, Optional.empty(), null, 200).isEmpty());
        List<String> owned = owned();
        transactions.inTenant(a, () -> {
            for (String table : owned) {
                assertEquals(
                        0L,
                        server.entities()
                                .createNativeQuery(
                                        "select count(*) from " + table + " where tenant_id <> '" + a + "'", Long.class)
                                .getSingleResult(),
                        table);
            }
            assertEquals(
                    1L,
                    server.entities()
                            .createNativeQuery("select count(*) from portal.tenant", Long.class)
                            .getSingleResult());
        });
    }

    @Test
    void a_tenant_changes_and_deletes_nothing_of_another() {
        transactions.inTenant(a, () -> {
            assertEquals(
                    0,
                    server.entities()
                            .createNativeQuery(
                                    "update portal.consumer set name = 'taken' where id = '" + ofB.id() + "'")
                            .executeUpdate());
            assertEquals(
                    0,
                    server.entities()
                            .createNativeQuery("delete from portal.credential")
                            .executeUpdate());
            assertEquals(
                    0,
                    server.entities()
                            .createNativeQuery("update portal.tenant set name = 'taken' where id = '" + b + "'")
                            .executeUpdate());
        });
        assertEquals("Buyer of B", consumers.find(b, ofB.id()).orElseThrow().name());
    }

    @Test
    void a_row_cannot_be_written_into_another_tenant_nor_moved_there() {
        assertThrows(
                PersistenceException.class,
                () -> transactions.inTenant(a, () -> {
                    server.entities()
                            .createNativeQuery(
                                    "insert into portal.consumer (id, tenant_id, name, legal_name, time_zone,"
                                            + " created_at) values"
                                            + " (uuidv7(),"
                                            + " '" + b + "', 'planted', 'planted', 'UTC', now())")
                            .executeUpdate();
                }));
        Consumer ofA = consumers.create(a, consumer("Buyer of A"));
        assertThrows(
                PersistenceException.class,
                () -> transactions.inTenant(a, () -> {
                    server.entities()
                            .createNativeQuery(
                                    "update portal.consumer set tenant_id = '" + b + "' where id = '" + ofA.id() + "'")
                            .executeUpdate();
                }));
        assertEquals(1, consumers.list(b, Optional.empty(), null, 200).size());
    }

    @Test
    void nothing_of_another_tenant_can_be_inferred_from_references_or_names_that_are_taken() {
        // a reference to B's consumer is refused like one to a consumer that does not exist
        assertThrows(WrongInput.class, () -> applications.create(a, ofB.id(), "App", null));
        assertThrows(WrongInput.class, () -> applications.create(a, UUID.randomUUID(), "App", null));
        String foreign = messageOf(() -> insertApplication(ofB.id()));
        String absent = messageOf(() -> insertApplication(UUID.randomUUID()));
        assertEquals(absent.replaceAll("[0-9a-f-]{36}", "…"), foreign.replaceAll("[0-9a-f-]{36}", "…"));
        // names are unique within a tenant only: B's are free for A
        assertEquals(
                "orders",
                publishing
                        .importDocument(a, new NewApi("Orders", "orders", "/orders", null, DOCUMENT, null))
                        .api()
                        .slug());
    }

    @Test
    void without_a_tenant_the_application_s_role_sees_no_row_and_it_cannot_lift_the_wall() throws SQLException {
        try (Connection connection = server.application().getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : owned()) {
                try (ResultSet count = statement.executeQuery("select count(*) from " + table)) {
                    count.next();
                    assertEquals(0, count.getLong(1), table);
                }
            }
            for (String lift : List.of(
                    "alter table portal.consumer disable row level security",
                    "drop policy tenant on portal.consumer",
                    "set role tallygate_owner",
                    "set role tallygate_feed",
                    "set row_security = off; select * from portal.consumer",
                    "insert into portal.tenant (id) values (uuidv7())",
                    "select * from portal.gateway_group",
                    "select * from portal.gateway_change",
                    "create table portal.mine (x int)")) {
                assertThrows(SQLException.class, () -> statement.execute(lift), lift);
            }
            try (ResultSet role = statement.executeQuery(
                    "select rolsuper or rolbypassrls from pg_roles where rolname = current_user")) {
                role.next();
                assertFalse(role.getBoolean(1));
            }
        }
    }

    @Test
    void every_table_with_a_tenant_is_behind_a_forced_wall() throws SQLException {
        List<String> open = new ArrayList<>();
        try (Connection connection = server.directory().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select n.nspname || '.' || c.relname from pg_class c join"
                        + " pg_namespace n on n.oid = c.relnamespace where n.nspname in ('portal', 'billing') and"
                        + " c.relkind in ('r', 'p') and c.relname not like 'flyway%' and not (c.relrowsecurity and"
                        + " c.relforcerowsecurity)")) {
            while (rows.next()) {
                open.add(rows.getString(1));
            }
        }
        assertEquals(List.of(), open);
        assertEquals(
                "",
                found("select string_agg(rolname, ' ') from pg_roles where rolname like 'tallygate%' and"
                        + " rolcanlogin and (rolsuper or rolbypassrls)"),
                "roles that see over the wall");
        assertEquals(
                "tallygate_owner",
                found("select string_agg(distinct pg_get_userbyid(c.relowner)::text, ' ') from pg_class c join"
                        + " pg_namespace n on n.oid = c.relnamespace where n.nspname in ('portal', 'billing') and"
                        + " c.relkind in ('r', 'p')"),
                "who owns the tables");
        System.out.println("forced row-level security: "
                + found("select count(*) filter (where exists (select from pg_attribute a where a.attrelid = c.oid and"
                        + " a.attname = 'tenant_id')) || ' tables with a tenant, ' || count(*) || ' in all' from"
                        + " pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('portal',"
                        + " 'billing') and c.relkind in ('r', 'p') and c.relname not like 'flyway%'"));
    }

    private String found(String query) throws SQLException {
        try (Connection connection = server.directory().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return Objects.requireNonNullElse(row.getString(1), "");
        }
    }

    @Test
    void the_directory_and_the_feed_see_only_what_they_are_for() throws SQLException {
        try (Connection connection = server.directory().getConnection();
                Statement statement = connection.createStatement()) {
            assertThrows(SQLException.class, () -> statement.executeQuery("select * from portal.application"));
            assertThrows(SQLException.class, () -> statement.executeQuery("select * from billing.invoice"));
            assertThrows(SQLException.class, () -> statement.executeUpdate("update portal.member set role = 'owner'"));
        }
        try (Connection connection = server.feed().getConnection();
                Statement statement = connection.createStatement()) {
            assertThrows(SQLException.class, () -> statement.executeQuery("select * from portal.consumer"));
            assertThrows(
                    SQLException.class,
                    () -> statement.executeUpdate(
                            "insert into portal.gateway_change select * from portal.gateway_change"));
        }
    }

    @Test
    void what_a_transaction_puts_into_the_feed_is_there_when_it_commits_and_not_when_it_rolls_back()
            throws SQLException {
        assertTrue(isInFeed(Kind.CREDENTIAL, credentialOfB));
        UUID[] lost = new UUID[1];
        assertThrows(
                IllegalStateException.class,
                () -> transactions.inTenant(b, () -> {
                    lost[0] = credentials
                            .issue(b, applicationOfB, "never", null, null)
                            .credential()
                            .id();
                    throw new IllegalStateException("changed my mind");
                }));
        assertFalse(isInFeed(Kind.CREDENTIAL, lost[0]));
        credentials.revoke(b, credentialOfB, Optional.empty());
        assertFalse(isInFeed(Kind.CREDENTIAL, credentialOfB));
    }

    /// Every table of both schemas that holds rows of tenants and that the application's role may read: asked of the
    /// database, so that a table of tomorrow is tried too.
    private List<String> owned() throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Connection connection = server.directory().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select n.nspname || '.' || c.relname from pg_class c"
                        + " join pg_namespace n on n.oid = c.relnamespace"
                        + " join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'"
                        + " where n.nspname in ('portal', 'billing') and c.relkind in ('r', 'p')"
                        + " and has_table_privilege('tallygate_app', c.oid, 'select') order by 1")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        assertTrue(
                tables.containsAll(List.of(
                        "portal.member",
                        "portal.consumer",
                        "portal.access_token",
                        "portal.api",
                        "portal.application",
                        "portal.credential",
                        "portal.idempotent_answer",
                        "billing.product",
                        "billing.subscription",
                        "billing.invoice")),
                tables.toString());
        return tables;
    }

    private boolean isInFeed(Kind kind, UUID id) throws SQLException {
        try (Connection connection = server.feed().getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "select not deleted from portal.gateway_change where kind = ? and entity_id = ?")) {
            query.setString(1, kind == Kind.CREDENTIAL ? "credential" : "route");
            query.setObject(2, id);
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private void insertApplication(UUID consumer) {
        transactions.inTenant(a, () -> {
            server.entities()
                    .createNativeQuery("insert into portal.application (id, tenant_id, consumer_id, name, created_at)"
                            + " values (uuidv7(), '" + a + "', '" + consumer + "', 'x', now())")
                    .executeUpdate();
        });
    }

    private static String messageOf(org.junit.jupiter.api.function.Executable attempt) {
        return String.valueOf(assertThrows(PersistenceException.class, attempt).getMessage());
    }

    private static NewConsumer consumer(String name) {
        return new NewConsumer(name, null, List.of(), null, null, List.of());
    }
}
