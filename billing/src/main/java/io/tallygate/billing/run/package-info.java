/// Closes a month for every subscription of a tenant, and previews the open one with the same code. Start at
/// [BillingRun]. What a bill says comes of one pure function, [Bill]. What recurring fees are owed for is
/// [Fees], what a change of plan would cost [Changes]. Knows no HTTP,
/// no scheduler, and not where usage is kept: that comes in as [MeteredUsage].
@NullMarked
package io.tallygate.billing.run;

import org.jspecify.annotations.NullMarked;
