package io.tallygate.metering.recording;

import java.time.Instant;

/// What one instance knows of its own completeness.
/// @param instance      12 hexadecimal digits, as in the records' ids
/// @param gatewayGroup  the group it serves
/// @param number        grows with every report of the instance, over its starts too: the highest one counts
/// @param completeUpTo  every call of this instance that ended before this moment is in the store
/// @param stopped       the instance ended with an empty journal: nothing of it is missing until it starts again
public record Watermark(String instance, String gatewayGroup, long number, Instant completeUpTo, boolean stopped) {}
