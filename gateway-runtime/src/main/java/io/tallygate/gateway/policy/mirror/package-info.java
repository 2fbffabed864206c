/// A copy of a share of the calls goes to a second upstream as well, at order 650: `{"policy": "mirror"}`.
///
/// | member | what | without it |
/// | --- | --- | --- |
/// | `upstream` | its id; of the same tenant | it is needed |
/// | `percent` | of the calls that were let through, above 0 and up to 100 | 100 |
/// | `maxBytes` | a call with a longer body is not copied; at most 1 MiB | 65536 |
/// | `timeoutMillis` | how long the copy may take; at most 60 s | 10000 |
///
/// The copy is what the other policies made of the request, without what the route's own upstream is shown
/// (`credential`); its path stands behind the second upstream's own base path. It goes out behind the call, when its
/// body is complete; it is never sent again, and its answer is read and forgotten: it cannot slow the call, fail it, or
/// be seen by its client, and it is neither counted nor recorded. At most 256 are under way in a process. WebSockets
/// are
/// not copied. Start at [MirrorPolicy].
@NullMarked
package io.tallygate.gateway.policy.mirror;

import org.jspecify.annotations.NullMarked;
