/// Where a call goes: an [Upstream]'s targets, connections to them, and the wall around addresses that a tenant chose.
/// Start at [UpstreamConnections], of which every event loop has its own; whoever waits for an answer is an
/// [UpstreamCall]. Knows no route, no policy and no client.
@NullMarked
package io.tallygate.gateway.upstream;

import org.jspecify.annotations.NullMarked;
