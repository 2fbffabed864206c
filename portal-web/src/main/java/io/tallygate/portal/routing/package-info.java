/// What gateways do with the calls of an API: its routes with their policies, and how its upstream is called. Start at
/// [Routing]; [RoutingCheck] says what may be one, by the JSON Schemas beside it and those of the policies
/// ([PolicyKinds]). Knows no API's state and no gateway entity: who publishes is `publishing`.
@NullMarked
package io.tallygate.portal.routing;

import org.jspecify.annotations.NullMarked;
