package io.tallygate.gateway.policy;

import io.tallygate.gateway.route.Route;

/// What a policy may know when it is made.
/// @param route  the one that it stands on
public record PolicyEnvironment(Route route) {}
