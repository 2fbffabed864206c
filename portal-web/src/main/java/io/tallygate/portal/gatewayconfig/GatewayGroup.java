package io.tallygate.portal.gatewayconfig;

import java.util.UUID;

/// Gateways that serve the same routes.
/// @param revision  of its newest change; 0 when nothing was ever changed
public record GatewayGroup(UUID id, String name, long revision) {}
