/// `POST /.tallygate/events`: usage that a tenant's own back ends tell, beside the calls that the gateway counts
/// itself.
/// Start at [EventIntake].
///
/// It takes CloudEvents 1.0 over HTTP: one in a body (`application/cloudevents+json`), up to 1,000 in one
/// (`application/cloudevents-batch+json`), or one whose attributes are `ce-…` headers. `subject` is the id of the
/// subscription that the usage belongs to, `type` what a meter of the tenant counts, `time` when it happened (now, when
/// it
/// is left out). A credential of the tenant for events opens it, as a bearer token or in X-API-Key; it belongs to an
/// environment and tells nothing of the other one's subscriptions.
///
/// 202 says that every event is on disk as far as `TALLYGATE_USAGE_SYNC` goes: safe from the death of the process, and
/// with
/// `always` from a loss of power. Until then nothing is promised, and all can be sent again for ever: an event is the
/// same
/// as another of its tenant and environment when `source` and `id` are, and the first that came counts. The answer says
/// of
/// each event whether it was `accepted`, was a `duplicate` within the request, or is a `dead-letter`, and why: its
/// original is
/// kept, to be repaired and sent again.
///
/// The body is gathered on the call's event loop and looked at on threads of this room. Knows no feed and no socket;
/// [EventRules] says, as the configuration has it, who may tell usage and what is counted.
@NullMarked
package io.tallygate.gateway.events;

import org.jspecify.annotations.NullMarked;
