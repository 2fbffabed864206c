/// All arithmetic of billing time: calendar months in a zone, half open. Start at [BillingPeriods].
/// Knows no clock: the moment comes in.
@NullMarked
package io.tallygate.billing.period;

import org.jspecify.annotations.NullMarked;
