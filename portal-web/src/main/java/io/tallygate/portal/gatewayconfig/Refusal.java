package io.tallygate.portal.gatewayconfig;

import java.util.UUID;

/// An entity that an instance cannot use. All else is served there.
/// @param kind  as the contract names it
/// @param why   for a person, in the gateway's words
public record Refusal(String instance, String kind, UUID id, String why) {}
