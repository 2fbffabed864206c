package io.tallygate.portal.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.running.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/// Two portals' schedulers on one real PostgreSQL, as their database role.
class TaskSchedulerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static TestDatabase database;

    private final List<TaskScheduler> portals = new ArrayList<>();

    @BeforeAll
    static void migrated() throws Exception {
        database = TestDatabase.start();
        Flyway.configure()
                .dataSource(
                        "jdbc:postgresql://localhost:" + database.port() + "/" + TestDatabase.NAME,
                        "tallygate_owner",
                        TestDatabase.password("owner"))
                .schemas("portal")
                .locations("classpath:db/portal")
                .load()
                .migrate();
    }

    @AfterAll
    static void stopped() throws Exception {
        database.close();
    }

    @AfterEach
    void noPortalLeft() throws SQLException {
        portals.forEach(TaskScheduler::close);
        try (Connection connection = database.asAdministrator();
                Statement delete = connection.createStatement()) {
            delete.execute("delete from portal.scheduled_task");
        }
    }

    /// Notes who ran when, and does what it is told.
    private static final class Noted implements TenantTask {
        record Run(TenantId tenant, String data, long began, long ended) {}

        interface Doing {
            void run(TenantId tenant, String data) throws Exception;
        }

        private final Queue<Run> runs = new ConcurrentLinkedQueue<>();
        private final Doing doing;

        Noted(Doing doing) {
            this.doing = doing;
        }

        @Override
        public String name() {
            return "noted";
        }

        @Override
        public void run(TenantId tenant, String data) throws Exception {
            long began = System.nanoTime();
            try {
                doing.run(tenant, data);
            } finally {
                runs.add(new Run(tenant, data, began, System.nanoTime()));
            }
        }
    }

    @Test
    void each_work_runs_once_however_many_portals_there_are() throws Exception {
        Noted task = new Noted((tenant, data) -> Thread.sleep(2));
        portal(task);
        portal(task);
        List<TenantId> tenants = tenants(20);
        for (TenantId tenant : tenants) {
            for (int i = 0; i < 25; i++) {
                ask(tenant, "w" + i, tenant + "-" + i);
            }
        }
        await(() -> task.runs.size() >= 500);
        Thread.sleep(1_000); // a second run would come now
        assertThat(task.runs.stream().map(Noted.Run::data).distinct()).hasSize(500);
        assertThat(task.runs).hasSize(500);
        assertThat(waiting()).isZero();
    }

    @Test
    void a_tenant_whose_works_are_slow_has_its_share_and_delays_nobody_else() throws Exception {
        TenantId slow = tenants(1).getFirst();
        Map<TenantId, Integer> most = new ConcurrentHashMap<>();
        Map<TenantId, AtomicInteger> now = new ConcurrentHashMap<>();
        Noted task = new Noted((tenant, data) -> {
            int running =
                    now.computeIfAbsent(tenant, key -> new AtomicInteger()).incrementAndGet();
            most.merge(tenant, running, Math::max);
            Thread.sleep(tenant.equals(slow) ? 1_500 : 5);
            now.get(tenant).decrementAndGet();
        });
        for (int i = 0; i < 300; i++) {
            ask(slow, "s" + i, "slow");
        }
        portal(task);
        portal(task);
        await(() -> most.getOrDefault(slow, 0) >= TaskLimits.PER_TENANT);
        List<Long> waits = new ArrayList<>();
        for (TenantId quick : tenants(20)) {
            long asked = System.nanoTime();
            ask(quick, "q", quick.toString());
            await(() -> task.runs.stream().anyMatch(run -> run.data().equals(quick.toString())));
            waits.add((System.nanoTime() - asked) / 1_000_000);
        }
        waits.sort(Long::compare);
        System.out.println("tasks: quick works behind 300 slow ones of another tenant waited p50 " + waits.get(9)
                + " ms, p95 " + waits.get(18) + " ms, most " + waits.getLast() + " ms");
        assertThat(waits.get(18)).isLessThan(3_000);
        assertThat(most.get(slow)).isEqualTo(TaskLimits.PER_TENANT);
    }

    @Test
    void of_one_lane_only_one_runs_at_a_time_in_the_order_of_their_time() throws Exception {
        Noted task = new Noted((tenant, data) -> Thread.sleep(50));
        TenantId tenant = tenants(1).getFirst();
        for (int i = 0; i < 10; i++) {
            ask(tenant, "lane/" + (char) ('a' + i), "" + i);
        }
        portal(task);
        portal(task);
        await(() -> task.runs.size() == 10);
        List<Noted.Run> runs = List.copyOf(task.runs);
        for (int i = 1; i < runs.size(); i++) {
            assertThat(runs.get(i).began())
                    .isGreaterThanOrEqualTo(runs.get(i - 1).ended());
        }
    }

    @Test
    void what_fails_is_tried_again_after_a_pause() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        Noted task = new Noted((tenant, data) -> {
            if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("not yet");
            }
        });
        TaskScheduler portal = portal(task);
        ask(tenants(1).getFirst(), "f", "x");
        await(() -> tries.get() == 2);
        await(() -> waiting() == 0);
        List<Noted.Run> runs = List.copyOf(task.runs);
        assertThat((runs.get(1).began() - runs.get(0).ended()) / 1_000_000).isBetween(4_000L, 9_000L);
        assertThat(portal.counts().failed()).isOne();
        assertThat(portal.counts().done()).isOne();
    }

    @Test
    void the_work_of_a_portal_that_fell_silent_is_run_by_another() throws Exception {
        Noted task = new Noted((tenant, data) -> {});
        ask(tenants(1).getFirst(), "d", "dead");
        try (Connection connection = database.as("tasks");
                Statement take = connection.createStatement()) {
            take.execute(
                    "update scheduled_task set picked = true, picked_by = 'gone', last_heartbeat = now() - interval"
                            + " '1 hour', version = version + 1");
        }
        TaskScheduler portal = portal(task);
        await(() -> task.runs.size() == 1);
        assertThat(portal.counts().takenOver()).isOne();
    }

    @Test
    void a_portal_that_stops_waits_for_what_it_runs() throws Exception {
        AtomicInteger began = new AtomicInteger();
        Noted task = new Noted((tenant, data) -> {
            began.incrementAndGet();
            Thread.sleep(1_000);
        });
        TaskScheduler portal = portal(task);
        ask(tenants(1).getFirst(), "g", "graceful");
        await(() -> began.get() == 1);
        portal.close();
        portals.clear();
        assertThat(task.runs).hasSize(1);
        assertThat(waiting()).isZero();
    }

    @Test
    void recurring_work_runs_on_one_portal_at_a_time() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger runs = new AtomicInteger();
        RecurringTask again = new RecurringTask() {
            @Override
            public String name() {
                return "again";
            }

            @Override
            public Duration every() {
                return Duration.ofMillis(100);
            }

            @Override
            public void run() throws InterruptedException {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                Thread.sleep(100);
                running.decrementAndGet();
                runs.incrementAndGet();
            }
        };
        for (int i = 0; i < 2; i++) {
            start(new TaskScheduler(
                    source(),
                    List.of(again),
                    List.of(),
                    (name, work) -> work.run(),
                    Executors.defaultThreadFactory(),
                    Duration.ofSeconds(1)));
        }
        await(() -> runs.get() >= 4);
        assertThat(most.get()).isOne();
    }

    private TaskScheduler portal(Noted task) {
        return start(new TaskScheduler(
                source(),
                List.of(),
                List.of(task),
                (name, work) -> work.run(),
                Executors.defaultThreadFactory(),
                Duration.ofSeconds(1)));
    }

    private TaskScheduler start(TaskScheduler portal) {
        portals.add(portal);
        portal.start();
        return portal;
    }

    private static PGSimpleDataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setPortNumbers(new int[] {database.port()});
        source.setDatabaseName(TestDatabase.NAME);
        source.setUser("tallygate_tasks");
        source.setPassword(TestDatabase.password("tasks"));
        source.setCurrentSchema("portal");
        return source;
    }

    private static List<TenantId> tenants(int count) {
        List<TenantId> tenants = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tenants.add(new TenantId(UUID.randomUUID()));
        }
        return tenants;
    }

    /// As [Tasks#later] writes it, with the application's role inside the tenant.
    private static void ask(TenantId tenant, String instance, String data) throws SQLException {
        try (Connection connection = database.as("app")) {
            connection.setAutoCommit(false);
            try (PreparedStatement set = connection.prepareStatement("select set_config('tallygate.tenant', ?, true)");
                    PreparedStatement insert = connection.prepareStatement(
                            "insert into scheduled_task (task_name, task_instance, task_data, execution_time, picked,"
                                    + " version) values ('noted', ?, convert_to(?, 'UTF8'), now(), false, 1)")) {
                set.setString(1, tenant.value().toString());
                set.executeQuery().close();
                insert.setString(1, tenant.value() + "/" + instance);
                insert.setString(2, data);
                insert.executeUpdate();
            }
            connection.commit();
        }
    }

    private static long waiting() {
        try (Connection connection = database.asAdministrator();
                Statement query = connection.createStatement();
                ResultSet row = query.executeQuery("select count(*) from portal.scheduled_task")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void await(BooleanSupplier reached) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime()).as("did not happen in time").isLessThan(deadline);
            Thread.sleep(10);
        }
    }
}
