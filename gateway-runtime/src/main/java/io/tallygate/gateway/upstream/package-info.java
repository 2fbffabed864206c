/// Where a call goes: an [Upstream]'s targets, which of them gets it ([Balancing], [TargetHealth],
/// [CircuitBreaker]), connections to them, and the wall around addresses that a tenant chose. Start at
/// [Upstream#choose] and [UpstreamConnections], of which every event loop has its own; whoever waits for an
/// answer is an [UpstreamCall]. Knows no route, no policy and no client.
@NullMarked
package io.tallygate.gateway.upstream;

import org.jspecify.annotations.NullMarked;
