package io.tallygate.portal.gatewayconfig.web;

import static io.tallygate.portal.gatewayconfig.TenantChanges.change;
import static io.tallygate.portal.gatewayconfig.TenantChanges.credential;
import static io.tallygate.portal.gatewayconfig.TenantChanges.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.portal.gatewayconfig.FeedReader;
import io.tallygate.portal.gatewayconfig.GatewayEntity;
import io.tallygate.portal.gatewayconfig.GatewayGroup;
import io.tallygate.portal.gatewayconfig.Kind;
import io.tallygate.portal.gatewayconfig.LiveChanges;
import io.tallygate.portal.gatewayconfig.SealedSecrets;
import io.tallygate.portal.gatewayconfig.TenantChanges;
import io.tallygate.portal.gatewayconfig.store.Forgetting;
import io.tallygate.portal.gatewayconfig.store.GroupStore;
import io.tallygate.portal.gatewayconfig.store.RevisionListener;
import io.tallygate.portal.running.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/// The feed on a real PostgreSQL, without the server around it. A [Portal] here is what each portal process
/// has: one listener, and responses that it writes.
class FeedStreamTest {
    private static TestDatabase database;
    private static GatewayGroup shared;

    private final List<Portal> portals = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException, SQLException {
        database = TestDatabase.start();
        Flyway.configure()
                .dataSource(source("owner"))
                .schemas("portal")
                .locations("classpath:db/portal")
                .load()
                .migrate();
        shared = new GroupStore(source("feed")).all().getFirst();
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
    }

    @AfterEach
    void stopPortals() throws InterruptedException {
        for (Portal portal : portals) {
            portal.stop();
        }
    }

    @Test
    void readers_at_two_portals_see_every_revision_of_concurrent_commits_once_and_in_order() throws Exception {
        long before = revision();
        FeedReader one = portal().read(before);
        FeedReader other = portal().read(before);
        int writers = 8;
        int transactions = 50;
        try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            List<Future<Long>> ends = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                var tenant = TenantChanges.ofNewTenant(database);
                ends.add(threads.submit(() -> {
                    long end = 0;
                    for (int i = 0; i < transactions; i++) {
                        end = tenant.put(UUID.randomUUID(), credential());
                    }
                    return end;
                }));
            }
            for (Future<Long> end : ends) {
                end.get();
            }
        }
        long after = before + (long) writers * transactions;
        assertThat(revision()).isEqualTo(after);
        one.awaitRevision(after);
        other.awaitRevision(after);
        List<Long> all = LongStream.rangeClosed(before + 1, after).boxed().toList();
        assertThat(one.revisions()).isEqualTo(all);
        assertThat(other.revisions()).isEqualTo(all);
    }

    @Test
    void a_reader_that_comes_again_gets_what_changed_meanwhile_and_tombstones() throws Exception {
        var tenant = TenantChanges.ofNewTenant(database);
        UUID kept = UUID.randomUUID();
        UUID gone = UUID.randomUUID();
        tenant.put(kept, credential());
        long since = tenant.put(gone, credential());
        GatewayEntity newest = credential();
        tenant.put(kept, credential());
        tenant.put(kept, newest);
        long now = tenant.delete(Kind.CREDENTIAL, gone);
        FeedReader reader = portal().read(since);
        reader.awaitRevision(now);
        assertThat(reader.modes()).containsExactly("changes");
        assertThat(reader.revisions()).containsExactly(now - 1, now);
        assertThat(reader.entities()).containsOnlyKeys("credential " + kept);
    }

    @Test
    void a_reader_that_missed_nothing_gets_an_empty_batch_at_once() throws Exception {
        long now = TenantChanges.ofNewTenant(database).put(UUID.randomUUID(), credential());
        FeedReader reader = portal().read(now);
        reader.await(seen -> !seen.modes().isEmpty());
        assertThat(reader.modes()).containsExactly("changes");
        assertThat(reader.applied()).isEqualTo(now);
        assertThat(reader.entities()).isEmpty();
    }

    @Test
    void a_new_reader_and_one_from_the_future_get_a_snapshot_without_tombstones() throws Exception {
        var tenant = TenantChanges.ofNewTenant(database);
        UUID kept = UUID.randomUUID();
        UUID gone = UUID.randomUUID();
        tenant.put(kept, credential());
        tenant.put(gone, credential());
        long now = tenant.delete(Kind.CREDENTIAL, gone);
        for (long since : new long[] {0, now + 1000}) {
            FeedReader reader = portal().read(since);
            reader.await(seen -> !seen.modes().isEmpty());
            assertThat(reader.modes()).containsExactly("snapshot");
            assertThat(reader.applied()).isEqualTo(now);
            assertThat(reader.entities()).containsKey("credential " + kept).doesNotContainKey("credential " + gone);
        }
    }

    @Test
    void a_reader_older_than_the_kept_tombstones_gets_a_snapshot_and_a_younger_one_does_not() throws Exception {
        var tenant = TenantChanges.ofNewTenant(database);
        UUID gone = UUID.randomUUID();
        long old = tenant.put(gone, credential());
        long tombstone = tenant.delete(Kind.CREDENTIAL, gone);
        try (Connection feed = database.as("feed")) {
            Forgetting.forget(feed, Duration.ZERO, Duration.ofDays(1));
        }
        Portal portal = portal();
        FeedReader older = portal.read(old);
        FeedReader younger = portal.read(tombstone);
        older.await(seen -> !seen.modes().isEmpty());
        younger.await(seen -> !seen.modes().isEmpty());
        assertThat(older.modes()).containsExactly("snapshot");
        assertThat(younger.modes()).containsExactly("changes");
    }

    @Test
    void a_transaction_is_one_batch_and_a_rolled_back_one_is_none() throws Exception {
        FeedReader reader = portal().read(revision());
        reader.await(seen -> !seen.modes().isEmpty());
        var tenant = TenantChanges.ofNewTenant(database);
        assertThatThrownBy(() -> tenant.inTransaction(connection -> {
                    write(connection, tenant.tenant(), change(Kind.UPSTREAM, UUID.randomUUID(), "{}"));
                    throw new SQLException("changed my mind");
                }))
                .hasMessage("changed my mind");
        String value = credential().toJson(tenant.tenant()).toString();
        long now = tenant.inTransaction(connection -> write(
                connection,
                tenant.tenant(),
                change(Kind.CREDENTIAL, UUID.randomUUID(), value),
                change(Kind.CREDENTIAL, UUID.randomUUID(), value),
                change(Kind.CREDENTIAL, UUID.randomUUID(), value)));
        reader.awaitRevision(now);
        assertThat(reader.modes()).hasSize(2);
        assertThat(reader.revisions()).containsExactly(now - 2, now - 1, now);
    }

    @Test
    void what_changes_nothing_gets_no_revision() throws Exception {
        var tenant = TenantChanges.ofNewTenant(database);
        UUID id = UUID.randomUUID();
        GatewayEntity entity = credential();
        long now = tenant.put(id, entity);
        assertThat(tenant.put(id, entity)).isEqualTo(now);
        assertThat(tenant.delete(Kind.CREDENTIAL, UUID.randomUUID())).isEqualTo(now);
        assertThat(tenant.delete(Kind.CREDENTIAL, id)).isEqualTo(now + 1);
        assertThat(tenant.delete(Kind.CREDENTIAL, id)).isEqualTo(now + 1);
        assertThat(tenant.put(id, entity)).isEqualTo(now + 2);
    }

    @Test
    void a_tenant_cannot_read_or_touch_what_is_not_its_own() throws Exception {
        var owner = TenantChanges.ofNewTenant(database);
        var stranger = TenantChanges.ofNewTenant(database);
        UUID id = UUID.randomUUID();
        long now = owner.put(id, credential());
        assertThatThrownBy(() -> stranger.put(id, credential())).hasMessageContaining("row-level security");
        assertThat(stranger.delete(Kind.CREDENTIAL, id)).isEqualTo(now);
        assertThatThrownBy(() -> stranger.inTransaction(connection ->
                        write(connection, owner.tenant(), change(Kind.CREDENTIAL, UUID.randomUUID(), "{}"))))
                .hasMessageContaining("in a transaction of another");
        for (String table : List.of("gateway_group", "gateway_change", "gateway_instance")) {
            assertThatThrownBy(() -> stranger.inTransaction(connection -> {
                        try (Statement select = connection.createStatement()) {
                            select.executeQuery("select * from portal." + table);
                            return 0;
                        }
                    }))
                    .hasMessageContaining("permission denied");
        }
        assertThat(revision()).isEqualTo(now);
    }

    @Test
    void a_reader_that_takes_nothing_holds_up_nobody_and_gets_the_rest_when_it_goes_on() throws Exception {
        Portal portal = portal();
        var stuck = new Gate();
        FeedReader slow = portal.read(revision(), stuck);
        slow.await(seen -> !seen.modes().isEmpty());
        stuck.close();
        FeedReader quick = portal.read(revision());
        var tenant = TenantChanges.ofNewTenant(database);
        long now = 0;
        for (int i = 0; i < 50; i++) {
            now = tenant.put(UUID.randomUUID(), credential());
        }
        quick.awaitRevision(now);
        assertThat(slow.applied()).isLessThan(now);
        stuck.open();
        slow.awaitRevision(now);
        assertThat(slow.revisions()).endsWith(now);
        assertThat(slow.modes().size()).isLessThan(10);
    }

    @Test
    void a_listener_that_loses_its_connection_comes_back_and_misses_nothing() throws Exception {
        Portal portal = portal();
        FeedReader reader = portal.read(revision());
        reader.await(seen -> !seen.modes().isEmpty());
        var tenant = TenantChanges.ofNewTenant(database);
        try (Connection administrator = database.asAdministrator();
                Statement kill = administrator.createStatement()) {
            kill.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'tallygate_feed' and pid"
                            + " <> pg_backend_pid()");
        }
        long now = tenant.put(UUID.randomUUID(), credential());
        reader.awaitRevision(now);
        assertThat(reader.revisions()).endsWith(now);
    }

    @Test
    void changes_too_many_to_share_reach_every_reader() throws Exception {
        Portal portal = portal();
        FeedReader one = portal.read(revision());
        FeedReader other = portal.read(revision());
        one.await(seen -> !seen.modes().isEmpty());
        var tenant = TenantChanges.ofNewTenant(database);
        String[] changes = new String[5000];
        for (int i = 0; i < changes.length; i++) {
            changes[i] = change(
                    Kind.CREDENTIAL,
                    UUID.randomUUID(),
                    credential().toJson(tenant.tenant()).toString());
        }
        long now = tenant.inTransaction(connection -> write(connection, tenant.tenant(), changes));
        one.awaitRevision(now);
        other.awaitRevision(now);
        assertThat(one.revisions()).hasSize(5000).isEqualTo(other.revisions());
    }

    private Portal portal() {
        var portal = new Portal();
        portals.add(portal);
        return portal;
    }

    private static long revision() throws SQLException {
        return new GroupStore(source("feed")).all().getFirst().revision();
    }

    private static PGSimpleDataSource source(String role) {
        var source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"localhost"});
        source.setPortNumbers(new int[] {database.port()});
        source.setDatabaseName(TestDatabase.NAME);
        source.setUser("tallygate_" + role);
        source.setPassword(TestDatabase.password(role));
        return source;
    }

    private static final class Portal {
        private final LiveChanges live = new LiveChanges();
        private final RevisionListener listener = new RevisionListener(source("feed"), live, new SealedSecrets());
        private final List<Thread> threads = new ArrayList<>();

        Portal() {
            threads.add(Thread.ofPlatform().name("listener").start(listener));
        }

        FeedReader read(long since) {
            return read(since, new Gate());
        }

        FeedReader read(long since, Gate gate) {
            var reader = new FeedReader();
            var stream = new FeedStream(
                    source("feed"), new SealedSecrets(), live, new Semaphore(4), new LongAdder(), shared.id(), since);
            threads.add(Thread.ofVirtual().start(() -> stream.write(new Lines(reader, gate))));
            return reader;
        }

        void stop() throws InterruptedException {
            listener.stop();
            for (Thread thread : threads) {
                thread.interrupt();
                thread.join();
            }
        }
    }

    /// Holds up a reader while it is closed.
    private static final class Gate {
        private volatile CountDownLatch latch = new CountDownLatch(0);

        void close() {
            latch = new CountDownLatch(1);
        }

        void open() {
            latch.countDown();
        }

        void pass() throws IOException {
            try {
                latch.await();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                throw new IOException(stopping);
            }
        }
    }

    private static final class Lines extends OutputStream {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private final FeedReader reader;
        private final Gate gate;

        Lines(FeedReader reader, Gate gate) {
            this.reader = reader;
            this.gate = gate;
        }

        @Override
        public void write(int b) throws IOException {
            gate.pass();
            if (b == '\n') {
                reader.line(line.toString(UTF_8));
                line.reset();
            } else {
                line.write(b);
            }
        }
    }
}
