package io.tallygate.portal.tasks;

import com.github.kagkarlsson.scheduler.CurrentlyExecuting;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the scheduler of this portal has done, and a line in the log for what went wrong.
final class TaskCounts extends AbstractSchedulerListener {
    private static final Logger LOG = LoggerFactory.getLogger(TaskCounts.class);

    /// Failures further apart from the first are logged when their number doubles.
    private static final int LOGGED_ALWAYS = 2;

    private final LongAdder done = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder takenOver = new LongAdder();
    private final LongAdder troubled = new LongAdder();
    private final AtomicInteger running = new AtomicInteger();

    @Override
    public void onExecutionStart(CurrentlyExecuting execution) {
        running.incrementAndGet();
    }

    @Override
    public void onExecutionComplete(ExecutionComplete execution) {
        running.decrementAndGet();
        if (execution.getResult() == ExecutionComplete.Result.OK) {
            done.increment();
            return;
        }
        failed.increment();
        int failures = execution.getExecution().consecutiveFailures + 1;
        if (failures <= LOGGED_ALWAYS || Integer.bitCount(failures) == 1) {
            LOG.warn(
                    "{} failed {} times in a row, after {} ms",
                    describe(execution.getExecution().taskInstance),
                    failures,
                    execution.getDuration().toMillis(),
                    execution.getCause().orElse(null));
        }
    }

    @Override
    public void onExecutionDead(Execution execution) {
        takenOver.increment();
        LOG.warn(
                "{} is run again: the portal {} that took it has been silent since {}",
                describe(execution.taskInstance),
                execution.pickedBy,
                execution.lastHeartbeat);
    }

    @Override
    public void onSchedulerEvent(SchedulerEventType type) {
        switch (type) {
            case UNEXPECTED_ERROR,
                    FAILED_HEARTBEAT,
                    FAILED_MULTIPLE_HEARTBEATS,
                    COMPLETIONHANDLER_ERROR,
                    FAILUREHANDLER_ERROR -> troubled.increment();
            case DEAD_EXECUTION, RAN_UPDATE_HEARTBEATS, RAN_DETECT_DEAD, RAN_EXECUTE_DUE, UNRESOLVED_TASK -> {}
        }
    }

    private static String describe(TaskInstanceId instance) {
        return "Task " + instance.getTaskName() + " " + instance.getId();
    }

    long done() {
        return done.sum();
    }

    long failed() {
        return failed.sum();
    }

    /// Taken over from portals that fell silent.
    long takenOver() {
        return takenOver.sum();
    }

    /// Errors of the scheduler itself, such as a database that does not answer.
    long troubled() {
        return troubled.sum();
    }

    int running() {
        return running.get();
    }
}
