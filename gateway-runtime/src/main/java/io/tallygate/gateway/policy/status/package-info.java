/// The client sees another status than the upstream gave, at order 500: `{"policy": "status", "config": {"map":
/// {"404": 410, "5xx": 502}}}`; a status by itself goes before its class. The gateway's own refusals stay.
/// Statuses that say how a message is read, or what else must be in it (204, 206, 304, 401, …), are neither
/// given nor taken away. Usage is recorded, and billed, by the status that the client sees. Start at
/// [StatusPolicyType].
@NullMarked
package io.tallygate.gateway.policy.status;

import org.jspecify.annotations.NullMarked;
