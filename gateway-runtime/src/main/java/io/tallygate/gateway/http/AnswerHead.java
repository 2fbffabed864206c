package io.tallygate.gateway.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// The head of an answer: the upstream's as it comes, and, when it was made fit for the client, as it goes. Used again
/// for
/// answer after answer.
public final class AnswerHead extends Head {
    private static final String TIMEOUT = "timeout=";

    private int status;
    private int reasonFrom;
    private int reasonTo;
    private long contentLength;
    private boolean chunked;
    private boolean keepAlive;

    @Override
    public void clear() {
        super.clear();
        status = 0;
        reasonFrom = reasonTo = 0;
        contentLength = -1;
        chunked = false;
        keepAlive = false;
    }

    @Override
    @Nullable
    Malformed startLine(byte[] in, int from, int to, HttpLimits limits) {
        Malformed malformed = version(in, from, Math.min(from + 8, to));
        if (malformed != null) {
            return malformed;
        }
        boolean wellFormed = to - from >= 12
                && in[from + 8] == ' '
                && digit(in, from + 9) >= 1
                && digit(in, from + 9) <= 5
                && digit(in, from + 10) >= 0
                && digit(in, from + 11) >= 0
                && (to == from + 12 || in[from + 12] == ' ');
        for (int at = from + 13; wellFormed && at < to; at++) {
            wellFormed = isValue(in[at]);
        }
        if (!wellFormed) {
            return Malformed.framing("The status line is malformed.");
        }
        status = digit(in, from + 9) * 100 + digit(in, from + 10) * 10 + digit(in, from + 11);
        reasonFrom = Math.min(from + 13, to);
        reasonTo = to;
        return null;
    }

    /// Makes sense of a head that was read to its end.
    /// @return  why it cannot be believed, or null
    public @Nullable Malformed understand() {
        int lengths = 0;
        int codings = 0;
        boolean onlyChunked = true;
        boolean close = false;
        boolean keep = false;
        contentLength = -1;
        for (int place = 0; place < fields.places(); place++) {
            switch (fields.idAt(place)) {
                case FieldName.IS_CONTENT_LENGTH -> {
                    lengths++;
                    contentLength = decimal(fields.octets(), fields.valueFrom(place), fields.valueTo(place));
                    if (contentLength < 0) {
                        return Malformed.framing("Content-Length is not a number of octets.");
                    }
                }
                case FieldName.IS_TRANSFER_ENCODING -> {
                    codings++;
                    onlyChunked &= fields.valueIs(place, "chunked");
                }
                case FieldName.IS_CONNECTION -> {
                    if (fields.valueIs(place, "keep-alive")) { // what most upstreams say
                        keep = true;
                        continue;
                    }
                    close |= ListField.contains(fields, place, "close");
                    keep |= ListField.contains(fields, place, "keep-alive");
                }
                default -> {}
            }
        }
        // Transfer-Encoding would win over Content-Length for some readers, and not for others (RFC 9112, 6.1)
        if (lengths > 1 || codings > 1 || !onlyChunked || lengths + codings > 1 || codings > 0 && minorVersion() == 0) {
            return Malformed.framing("The response's framing is contradictory.");
        }
        chunked = codings > 0;
        keepAlive = minorVersion() == 1 ? !close : keep && !close;
        return null;
    }

    /// An answer of the gateway's own, without fields yet.
    /// @param contentLength  negative: not known beforehand
    public void begin(int status, long contentLength) {
        clear();
        this.status = status;
        this.contentLength = contentLength;
        if (contentLength >= 0) {
            fields.add(FieldName.CONTENT_LENGTH, contentLength);
        }
    }

    public int status() {
        return status;
    }

    /// Says another status, with its usual phrase. Whether there is a body must stay as it was.
    public void status(int other) {
        status = other;
        reasonFrom = reasonTo = 0;
    }

    public boolean isInterim() {
        return status < 200;
    }

    /// Negative: not known beforehand.
    public long contentLength() {
        return contentLength;
    }

    public boolean isChunked() {
        return chunked;
    }

    /// The upstream will use its connection again.
    boolean isKeepAlive() {
        return keepAlive;
    }

    /// What a Keep-Alive field promises: after how many seconds the upstream closes an idle connection.
    /// @return  0: it does not say
    public int keepAliveSeconds(int place) {
        byte[] octets = fields.octets();
        int to = fields.valueTo(place);
        int from = fields.valueFrom(place);
        for (; from + TIMEOUT.length() < to; from++) {
            if (Ascii.equalsIgnoreCase(octets, from, from + TIMEOUT.length(), TIMEOUT)) {
                int seconds = 0;
                for (int at = from + TIMEOUT.length(); at < to && digit(octets, at) >= 0 && seconds < 100_000; at++) {
                    seconds = seconds * 10 + digit(octets, at);
                }
                return seconds;
            }
        }
        return 0;
    }

    /// Whether an answer with this status to that kind of request has a body at all (RFC 9110, 6.4.1).
    public boolean mayHaveBody(boolean toHead) {
        return !toHead && status >= 200 && status != 204 && status != 304;
    }

    /// The body's length changes on the way: it is told by its chunks, or by the end of the connection.
    public void lengthUnknown() {
        fields.remove(FieldName.CONTENT_LENGTH);
        contentLength = -1;
    }

    /// The body has been changed, and is there as a whole.
    public void lengthKnown(long length) {
        fields.remove(FieldName.TRANSFER_ENCODING);
        fields.remove(FieldName.CONTENT_LENGTH);
        fields.add(FieldName.CONTENT_LENGTH, length);
        chunked = false;
        contentLength = length;
    }

    /// How many octets [#writeTo] writes at most.
    int octets() {
        return fields.lineOctets() + 64 + reasonTo - reasonFrom;
    }

    /// Status line, fields and the empty line.
    void writeTo(ByteBuf out) {
        out.writeBytes(StatusLine.of(status));
        if (reasonTo > reasonFrom) {
            out.writeBytes(fields.octets(), reasonFrom, reasonTo - reasonFrom);
        } else {
            out.writeBytes(StatusLine.reasonOf(status));
        }
        out.writeShort('\r' << 8 | '\n');
        fields.writeTo(out);
        out.writeShort('\r' << 8 | '\n');
    }
}
