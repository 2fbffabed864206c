/// Spring Cloud Gateway with a lookup of keys, to be measured beside ours: [Gateway].
@NullMarked
package peer;

import org.jspecify.annotations.NullMarked;
