/// The data plane: carries every API call. Start at [GatewayMain], which builds the rooms in order.
@NullMarked
package io.tallygate.gateway;

import org.jspecify.annotations.NullMarked;
