/// Access logs of another gateway, become usage. [LogLine] is one request as a log tells it, [LogForm] reads it out of
/// a
/// line; [Subscribers] and [LoggedRoutes] say whose it is and what was called; [Occurrences] numbers equal lines, so
/// that a line is the same event however often and in whatever order a log is read; [EventSender] brings events to a
/// gateway. Start at [LogImport]. A line is read, sent and forgotten: the length of a log does not matter.
@NullMarked
package io.tallygate.cli.accesslog;

import org.jspecify.annotations.NullMarked;
