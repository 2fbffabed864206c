package io.tallygate.metering.recording;

import java.nio.ByteBuffer;

/// Rows of one form that are stored together or not at all.
/// @param form     which says where they belong and with which columns
/// @param token    the same for every try of this content, never used for other content
/// @param rows     how many
/// @param content  the rows one behind the other, in ClickHouse's `RowBinary`; valid until the store returns
public record UsageBlock(RowForm form, String token, int rows, ByteBuffer content) {}
