/// `{path.NAME}` in a value stands for a parameter of the route's template, `{path.1}` for a group of its regular
/// expression, as it is in the path: what is no plain character there stays encoded, so that a value cannot break out
/// of
/// its field. Other braces are what they are. A name that one of the route's paths has not refuses the route.
///
/// Fields are removed, set (instead of what was there) and added (beside it), in this order: `{"policy":
/// "request-headers", "config": {"set": {"X-Env": "live"}, "add": {"X-Tag": "a"}, "remove": ["X-Debug"]}}`.
///
/// `request-headers` (order 400) changes what goes upstream, after the gateway has put in who calls and has
/// taken off what a client forged of it. `response-headers` (order 500) changes what the client gets, refusals
/// included; what the gateway itself says (X-Request-Id, limits) stays. Fields of framing and Host are refused:
/// a length or a coding that is not the message's own would let two readers see two messages; `rewrite` changes
/// the host. Start at [FieldChanges].
@NullMarked
package io.tallygate.gateway.policy.headers;

import org.jspecify.annotations.NullMarked;
