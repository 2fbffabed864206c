/// Who may see what a call of theirs went through: whoever sends a token of the portal's in `X-Tallygate-Trace`. The
/// portal signs it with a key that it and the group's gateways derive from the group's credential, so that any instance
/// can check it and nobody else can make one; it names a tenant, perhaps a route, and when it ends. Start at
/// [TraceTokens]; what is told lies in [io.tallygate.gateway.exchange.CallTrace].
@NullMarked
package io.tallygate.gateway.observe.calltrace;

import org.jspecify.annotations.NullMarked;
