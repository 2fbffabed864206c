/// ClickHouse's HTTP interface over the engine. Start at [StatementService], which carries one request from its
/// parameters to its answer; [HttpListener] is what listens. Threads are platform threads, one a connection and limited
/// in number, since nearly all their time passes inside native code. Knows no SQL beyond what `statement` tells it.
@NullMarked
package io.tallygate.clickhouse.http;

import org.jspecify.annotations.NullMarked;
