package io.tallygate.gateway.http;

/// Why a message cannot be served; nothing that follows it on its connection can be trusted.
/// @param reason  what to answer
/// @param detail  for the client: which rule was broken, nothing of its own octets
public record Malformed(Reason reason, String detail) {
    public enum Reason {
        /// 400: two parsers could read the message differently, or none could.
        FRAMING,
        /// 414
        REQUEST_LINE_TOO_LONG,
        /// 431
        HEAD_TOO_LARGE,
        /// 413
        BODY_TOO_LARGE,
        /// 505
        VERSION,
        /// HTTP/1.2 and the like, which nobody speaks: the connection is closed without a word
        MINOR_VERSION,
        /// 501
        TRANSFER_CODING
    }

    static Malformed framing(String detail) {
        return new Malformed(Reason.FRAMING, detail);
    }
}
