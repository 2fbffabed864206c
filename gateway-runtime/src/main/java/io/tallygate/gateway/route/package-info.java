/// Finds the one route that answers a request. Start at [RouteTable#match]; [RequestPath] is what is compared.
/// A table never changes; a new configuration makes a new table. Knows no policy, no upstream, no Netty.
@NullMarked
package io.tallygate.gateway.route;

import org.jspecify.annotations.NullMarked;
