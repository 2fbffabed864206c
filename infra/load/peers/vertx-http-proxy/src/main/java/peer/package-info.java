/// Vert.x's HTTP proxy with a gateway's duties, to be measured beside ours. Start at [Proxy].
@NullMarked
package peer;

import org.jspecify.annotations.NullMarked;
