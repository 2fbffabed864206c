/// What rate limits and quotas have in common; no policy of its own. Start at [LimitPolicy]: it checks and counts a
/// list of
/// limits. A [LimitKey] says whom a limit is counted for, a [CallCost] how many units a call uses, [LimitFields] tells
/// the
/// client. What is counted lies in the room `counter`.
@NullMarked
package io.tallygate.gateway.policy.limit;

import org.jspecify.annotations.NullMarked;
