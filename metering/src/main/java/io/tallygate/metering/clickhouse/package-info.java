/// The only room that speaks to ClickHouse: its HTTP interface, the numbered migrations, and the store of usage
/// blocks. Start at [ClickHouseUsageStore]. Values reach a statement as parameters only, never as text in it.
/// Knows no billing and no portal.
@NullMarked
package io.tallygate.metering.clickhouse;

import org.jspecify.annotations.NullMarked;
