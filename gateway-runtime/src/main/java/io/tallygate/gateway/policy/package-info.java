/// What may happen to a call on its way. Start at [PolicyChain]; each policy is a folder. A policy sees the call, never
/// its connection, and keeps nothing of it.
@NullMarked
package io.tallygate.gateway.policy;

import org.jspecify.annotations.NullMarked;
