/// Bodies of requests that a route takes: `{"policy": "size-limit", "config": {"requestBytes": 65536}}`. A
/// longer one is refused with 413 before anything goes upstream when it says so itself, and in the middle when
/// it does not; then what has gone upstream is broken off. The gateway's own limit holds besides. Counted as
/// `route-body`.
@NullMarked
package io.tallygate.gateway.policy.sizelimit;

import org.jspecify.annotations.NullMarked;
