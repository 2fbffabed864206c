/// What the upstream's answer says that the call has used, beside being a call: `{"policy": "units", "config":
/// {"headers": {"pages": "X-Pages"}, "pointers": {"tokens": "/usage/total_tokens"}}}` puts two units into the
/// call's usage record, which meters of the tenant count (at most eight of a call).
///
/// A header is taken off before the client sees it, also from an answer that says nothing else. Where a pointer
/// (RFC 6901) leads in the answer's body is read while the body streams past: it is never held back or changed. Of
/// JSON the first value counts, of newline-delimited JSON and of a stream of events (`text/event-stream`) the last:
/// a model tells its tokens in one of the last events. What a header says goes before what a pointer finds for the
/// same unit. So that the body can be read, the upstream is asked for one without coding and for all of it;
/// `compression` codes it for the client.
///
/// Amounts are plain decimals, as numbers or as texts, at most 26 digits before the point and 12 behind it, kept
/// exactly. An amount that is none, or is negative, is left out and counted (`tallygate_unit_faults_total`, by what
/// was wrong: `malformed`, `too-long`, `not-json`, `coded`), and the log names the route and the unit; the call
/// counts all the same. `maxBytes` bounds what is looked at of a body, and of a stream's single event; hit, it is
/// counted as `units-body`.
///
/// It stands behind everything that changes a body (order 640), so that it sees what the upstream said. A limit
/// whose cost is set by a header of the answer needs a header of its own, since this policy takes its away first.
/// Start at [UnitsPolicy].
@NullMarked
package io.tallygate.gateway.policy.units;

import org.jspecify.annotations.NullMarked;
