/// Counts that limits share: [RateWindow] for calls of the last seconds, in memory; [QuotaFile] for calls of the month,
/// in mapped memory that a killed process does not lose. Exact, whichever event loop counts. Start at [QuotaFile].
/// Knows no plan and no call; a group's shared counts will stand beside these.
@NullMarked
package io.tallygate.gateway.counter;

import org.jspecify.annotations.NullMarked;
