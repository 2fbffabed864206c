/// A fixed answer, at order 400, so to who may call: `{"policy": "terminate", "config": {"status": 503,
/// "contentType": "application/json", "body": "{}", "headers": {"Retry-After": "60"}}}`. For maintenance, or an
/// operation that is only announced. Nothing goes upstream; the call uses up nothing and is not recorded. Start
/// at [TerminatePolicyType].
@NullMarked
package io.tallygate.gateway.policy.terminate;

import org.jspecify.annotations.NullMarked;
