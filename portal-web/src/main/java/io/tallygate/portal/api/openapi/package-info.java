/// The control API describes itself: an OpenAPI 3.1 document made from the resources' code. Start at
/// [OpenApiDocument#of]. What the code says already (addresses, methods, bodies, headers, Idempotency-Key, If-Match,
/// pages) is read from it; what it does not say stands on the method as [Described] and [Refuses], and what a body or
/// an answer holds is a record beside the room's JSON writer (see [Shapes]). Knows accounts' permissions, and no room.
@NullMarked
package io.tallygate.portal.api.openapi;

import org.jspecify.annotations.NullMarked;
