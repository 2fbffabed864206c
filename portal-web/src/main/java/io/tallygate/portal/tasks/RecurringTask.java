package io.tallygate.portal.tasks;

import java.time.Duration;

/// Work of the installation that comes again and again. Each bean of this type is registered at start-up; of all
/// portals one at a time runs it. It may be run again after a crash, so it must be safe to repeat.
public interface RecurringTask {
    /// Kebab case, unique, at most 100 characters; a new name is new work.
    String name();

    /// From the end of one run to the start of the next. After a failure see [TaskLimits#retry].
    Duration every();

    void run() throws Exception;
}
