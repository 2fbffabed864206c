package io.tallygate.metering.completeness;

import java.time.Instant;

/// What a gateway instance said last of one of its journals.
/// @param completeUntil  every call that ended before this moment has been stored
/// @param stopped        it stopped with an empty journal, and holds nothing back until it is heard of again
public record InstanceMark(String instance, String gatewayGroup, Instant completeUntil, boolean stopped) {}
