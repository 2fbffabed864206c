/// What a tenant sells: products (APIs together) and their plans with price, quota and rate. Start at
/// [Products]. The rules of catalogue and prices are billing's; this room adds who may see what, checks
/// what people typed, and tells the gateways.
@NullMarked
package io.tallygate.portal.plan;

import org.jspecify.annotations.NullMarked;
