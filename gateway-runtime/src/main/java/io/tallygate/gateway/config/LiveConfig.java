package io.tallygate.gateway.config;

import io.tallygate.gateway.consumer.Consumers;
import io.tallygate.gateway.route.RouteTable;

/// One applied revision. Immutable; a call keeps the one it began with.
/// @param refused  entities of the feed that this gateway could not use
public record LiveConfig(long revision, RouteTable<LiveRoute> routes, Consumers consumers, int refused) {}
