/// Work for later and work that comes again, kept in the database until it is done: on one portal at a time, however
/// many run. A room makes a bean of [RecurringTask] or [TenantTask]; start at [Tasks] and [TaskScheduler]. The only
/// room that knows the task library. Knows no other room's work.
@NullMarked
package io.tallygate.portal.tasks;

import org.jspecify.annotations.NullMarked;
