/// The wall around every address that a tenant chose: what the product may call on a tenant's behalf. Start at
/// [OutboundHttp], which makes every such call; [OutboundWall] says which addresses may be entered. Knows no tenant.
@NullMarked
package io.tallygate.portal.outbound;

import org.jspecify.annotations.NullMarked;
