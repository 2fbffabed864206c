/// Sums for charts: minutes, hours and days of a tenant's calls, counted from unique calls and counted again when
/// something arrives late. Start at [UsageRollups#refresh]. No invoice is made of them.
@NullMarked
package io.tallygate.metering.rollup;

import org.jspecify.annotations.NullMarked;
