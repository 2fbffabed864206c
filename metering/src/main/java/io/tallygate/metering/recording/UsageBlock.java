package io.tallygate.metering.recording;

import java.nio.ByteBuffer;

/// Rows that are stored together or not at all.
/// @param token    the same for every try of this content, never used for other content
/// @param rows     how many
/// @param content  the rows one behind the other, in the form of [UsageRow]; valid until the store returns
public record UsageBlock(String token, int rows, ByteBuffer content) {}
