package io.tallygate.portal.tasks;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.tasks.store.FairSelection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// One portal's share of the background work: takes what is due, so that no other portal takes it, runs it on a bounded
/// number of threads and says that it still does. Needs no container, so that tests run several beside each other.
final class TaskScheduler implements AutoCloseable {
    private static final int TENANT_PREFIX = 37;

    private final Scheduler scheduler;
    private final TaskCounts counts = new TaskCounts();

    /// Runs one work with whatever must stand around it.
    interface Surroundings {
        void run(String task, Work work) throws Exception;
    }

    /// As [Runnable], of work that may fail.
    interface Work {
        void run() throws Exception;
    }

    /// @param tasks  connections of the role `tallygate_tasks`; each statement commits on its own
    TaskScheduler(
            DataSource tasks,
            Collection<? extends RecurringTask> recurring,
            Collection<? extends TenantTask> ofTenants,
            Surroundings surroundings,
            ThreadFactory threads,
            Duration heartbeat) {
        mustDiffer(recurring, ofTenants);
        List<Task<?>> known = new ArrayList<>();
        ofTenants.forEach(task -> known.add(library(task, surroundings)));
        scheduler = Scheduler.create(tasks, known)
                .startTasks(recurring.stream()
                        .map(task -> library(task, surroundings))
                        .toList())
                .tableName("scheduled_task")
                .schedulerName(new SchedulerName.Fixed(
                        ProcessHandle.current().pid() + "-" + UUID.randomUUID().toString()))
                .threads(TaskLimits.THREADS)
                .executorService(Executors.newFixedThreadPool(TaskLimits.THREADS, threads))
                .dueExecutor(Executors.newSingleThreadExecutor(threads))
                .housekeeperExecutor(Executors.newScheduledThreadPool(2, threads))
                .pollingInterval(TaskLimits.POLL)
                .pollUsingLockAndFetch(0.5, 1.0)
                .jdbcCustomization(new FairSelection(TaskLimits.PER_TENANT))
                .heartbeatInterval(heartbeat)
                .missedHeartbeatsLimit(TaskLimits.MISSED_HEARTBEATS)
                .shutdownMaxWait(TaskLimits.STOP_PATIENCE)
                .serializer(new PlainText())
                .failureLogging(LogLevel.OFF, false) // the counts say it once, with the number of failures
                .addSchedulerListener(counts)
                .build();
    }

    private static void mustDiffer(
            Collection<? extends RecurringTask> recurring, Collection<? extends TenantTask> ofTenants) {
        List<String> names = new ArrayList<>();
        recurring.forEach(task -> names.add(task.name()));
        ofTenants.forEach(task -> names.add(task.name()));
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!name.matches("[a-z][a-z0-9-]*") || name.length() > TaskLimits.LONGEST_NAME || !seen.add(name)) {
                throw new IllegalStateException("not a task's name, or taken: " + name);
            }
        }
    }

    private static com.github.kagkarlsson.scheduler.task.helper.RecurringTask<Void> library(
            RecurringTask task, Surroundings surroundings) {
        return Tasks.recurring(task.name(), FixedDelay.of(task.every()))
                .onFailure((complete, operations) -> {
                    Instant next = nextTry(complete);
                    Instant latest = complete.getTimeDone().plus(TaskLimits.longestRetry(task.every()));
                    operations.reschedule(complete, next.isBefore(latest) ? next : latest);
                })
                .execute((instance, context) -> run(task.name(), task::run, surroundings));
    }

    private static OneTimeTask<String> library(TenantTask task, Surroundings surroundings) {
        return Tasks.oneTime(task.name(), String.class)
                .onFailure((complete, operations) -> operations.reschedule(complete, nextTry(complete)))
                .execute((instance, context) -> {
                    TenantId tenant =
                            new TenantId(UUID.fromString(instance.getId().substring(0, TENANT_PREFIX - 1)));
                    run(task.name(), () -> task.run(tenant, instance.getData()), surroundings);
                });
    }

    private static Instant nextTry(ExecutionComplete failed) {
        return failed.getTimeDone().plus(TaskLimits.retry(failed.getExecution().consecutiveFailures + 1));
    }

    private static void run(String name, Work work, Surroundings surroundings) {
        try {
            surroundings.run(name, work);
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            if (failed instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new TaskFailed(failed);
        }
    }

    void start() {
        scheduler.start();
    }

    /// Looks for due work now rather than at the next poll.
    void look() {
        scheduler.triggerCheckForDueExecutions();
    }

    TaskCounts counts() {
        return counts;
    }

    /// Takes nothing more, and waits for what runs.
    @Override
    public void close() {
        scheduler.stop();
    }

    private static final class TaskFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TaskFailed(Exception cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }

    /// The data of a task is text. A recurring task has none.
    private static final class PlainText implements Serializer {
        @Override
        @SuppressWarnings("NullAway") // the library's contract: no data is null
        public byte[] serialize(@Nullable Object data) {
            return data == null ? null : data.toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        @SuppressWarnings("NullAway") // as above
        public <T> T deserialize(Class<T> type, byte @Nullable [] data) {
            return data == null ? null : type.cast(new String(data, StandardCharsets.UTF_8));
        }
    }
}
