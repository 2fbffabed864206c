package io.tallygate.portal.identity;

import java.time.Instant;
import java.util.UUID;

/// One device on which a person has signed in.
/// @param id          names it in lists and addresses; opens nothing
/// @param device      as the browser introduced itself
/// @param address     where it signed in from
/// @param lastSeenAt  to the minute
public record PersonSession(UUID id, String device, String address, Instant createdAt, Instant lastSeenAt) {}
