/// What is known of one call while it passes: its request, who makes it, and the usage record as it takes shape. Start
/// at [Exchange]. Knows no route, no policy and no upstream, so nothing of one call can cling to the next.
@NullMarked
package io.tallygate.gateway.exchange;

import org.jspecify.annotations.NullMarked;
