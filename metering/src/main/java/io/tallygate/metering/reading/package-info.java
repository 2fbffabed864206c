/// What was used, as readers see it: exact quantities for money, series and totals for charts, single calls for
/// disputes. Start at [UsageReader]. Every answer is computed from unique events at read time; when the store
/// cannot be asked, all of it throws [UsageUnavailable] and nothing else.
@NullMarked
package io.tallygate.metering.reading;

import org.jspecify.annotations.NullMarked;
