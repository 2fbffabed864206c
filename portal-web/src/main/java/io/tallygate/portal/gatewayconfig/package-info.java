/// What gateways must know to serve: numbered changes per gateway group, and which instance has applied which.
/// Start at [GatewayConfiguration], where other rooms put a change inside their own transaction; [LiveChanges]
/// carries it to the open responses of `web/GatewayFeedResource`. Knows hashes of keys only, and no room that
/// publishes, sells or registers.
@NullMarked
package io.tallygate.portal.gatewayconfig;

import org.jspecify.annotations.NullMarked;
