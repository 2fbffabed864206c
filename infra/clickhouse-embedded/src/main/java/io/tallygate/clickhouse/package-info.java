/// ClickHouse's own engine in a process of its own, behind ClickHouse's HTTP interface: a real ClickHouse with no
/// server
/// to install. Start at [EmbeddedClickHouseMain]. Knows nothing of what Tallygate keeps in it; everything else talks to
/// it through the ordinary ClickHouse clients, exactly as it would talk to a server or a cluster.
@NullMarked
package io.tallygate.clickhouse;

import org.jspecify.annotations.NullMarked;
