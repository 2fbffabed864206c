/// One line of JSON for each call, to a file that is rotated by size or to standard output. An event loop writes a line
/// into a ring of its own with [AccessLog.Lines] and never waits; a thread of the log's own empties the rings. A line
/// that finds no room is dropped and counted, in the metrics and in the log itself. What a line must not hold is
/// decided
/// here: [SecretParameters] says which values of a query are taken out, [JsonLine] writes whatever octets a client
/// sends
/// so that a line stays a line. Knows no call.
@NullMarked
package io.tallygate.gateway.observe.accesslog;

import org.jspecify.annotations.NullMarked;
