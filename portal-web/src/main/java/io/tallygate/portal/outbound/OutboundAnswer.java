package io.tallygate.portal.outbound;

/// What came back.
/// @param body       at most as many bytes as were asked for
/// @param truncated  whether there was more
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record OutboundAnswer(int status, byte[] body, boolean truncated) {}
