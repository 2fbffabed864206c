/// The wall around every address that a tenant chose: what the product may call on a tenant's behalf. Start at
/// [OutboundWall#check].
/// Knows no tenant and opens no connection.
@NullMarked
package io.tallygate.portal.outbound;

import org.jspecify.annotations.NullMarked;
