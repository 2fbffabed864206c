/// The gateway alone under clients that mean it harm, or are simply too many, beside calls that are meant well:
/// [Floods] of HTTP/2 frames, [SlowClients], and [Overload]. Loopback only, bounded, and over by itself.
@NullMarked
package io.tallygate.load.hostile;

import org.jspecify.annotations.NullMarked;
