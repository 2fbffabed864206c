/// The engine: a C library called through the foreign-function interface. Start at [Engine], which hands out a fresh
/// [EngineSession] for each request, so that no setting, current database or temporary table can pass from one request
/// to the next. Every call blocks its thread inside native code, where a virtual thread would hold its carrier: callers
/// use platform threads and limit their number. Knows no HTTP.
@NullMarked
package io.tallygate.clickhouse.engine;

import org.jspecify.annotations.NullMarked;
