/// Counts that limits share. An [Allowance] says how much; a [CountTable] has a [Count] for each key; [LimitCounts]
/// keeps
/// them all in mapped memory that a killed process does not lose. Start there. Exact, whichever event loop counts.
/// In a group each instance holds a [Lease] of a shared count, which [GroupCounts] keeps fresh with the group's store,
/// [SharedCounters]. Knows no plan, no call and no Netty.
@NullMarked
package io.tallygate.gateway.counter;

import org.jspecify.annotations.NullMarked;
