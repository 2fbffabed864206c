package io.tallygate.portal.tasks;

import io.tallygate.portal.audit.AuditContext;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import javax.sql.DataSource;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.annotation.Gauge;
import org.jspecify.annotations.Nullable;

/// Registers every task there is, begins to run them once all else has started, and stops before all else does.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class TaskStart {
    @Resource(lookup = "jdbc/tasks", shareable = false)
    private DataSource tasks;

    @Resource
    private ManagedThreadFactory threads;

    @Inject
    @Any
    private Instance<RecurringTask> recurring;

    @Inject
    @Any
    private Instance<TenantTask> ofTenants;

    @Inject
    private RequestContextController requests;

    private volatile @Nullable TaskScheduler scheduler;

    void start(@Observes @Priority(5000) Startup event) {
        TaskScheduler all = new TaskScheduler(
                tasks,
                recurring.stream().toList(),
                ofTenants.stream().toList(),
                this::around,
                threads,
                TaskLimits.HEARTBEAT);
        scheduler = all;
        all.start();
    }

    /// What lives as long as a request lives as long as a task's run.
    private void around(String task, TaskScheduler.Work work) throws Exception {
        boolean began = requests.activate();
        try {
            AuditContext.asTask(task, work::run);
        } finally {
            if (began) {
                requests.deactivate();
            }
        }
    }

    void stop(@Observes @Priority(1) Shutdown event) {
        TaskScheduler all = scheduler;
        scheduler = null;
        if (all != null) {
            all.close();
        }
    }

    /// Looks for due work now; nothing happens before the start and after the stop.
    void look() {
        TaskScheduler all = scheduler;
        if (all != null) {
            all.look();
        }
    }

    @Gauge(
            name = "tallygate_tasks_running",
            absolute = true,
            unit = MetricUnits.NONE,
            description = "Background works that this portal runs; at most TaskLimits.THREADS")
    public long running() {
        TaskScheduler all = scheduler;
        return all == null ? 0 : all.counts().running();
    }

    @Gauge(
            name = "tallygate_tasks_done",
            absolute = true,
            unit = MetricUnits.NONE,
            description = "Background works done since the start")
    public long done() {
        TaskScheduler all = scheduler;
        return all == null ? 0 : all.counts().done();
    }

    @Gauge(
            name = "tallygate_tasks_failed",
            absolute = true,
            unit = MetricUnits.NONE,
            description = "Background works that failed and are tried again")
    public long failed() {
        TaskScheduler all = scheduler;
        return all == null ? 0 : all.counts().failed();
    }

    @Gauge(
            name = "tallygate_tasks_taken_over",
            absolute = true,
            unit = MetricUnits.NONE,
            description = "Background works of portals that fell silent, run again here")
    public long takenOver() {
        TaskScheduler all = scheduler;
        return all == null ? 0 : all.counts().takenOver();
    }

    @Gauge(
            name = "tallygate_tasks_troubled",
            absolute = true,
            unit = MetricUnits.NONE,
            description = "Errors of the task scheduler itself")
    public long troubled() {
        TaskScheduler all = scheduler;
        return all == null ? 0 : all.counts().troubled();
    }
}
