package io.tallygate.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/// RFC 9112's grammar of a message head, octet by octet, with everything a recipient *may* tolerate refused: bare CR
/// or LF, folded lines, white space before a colon, control characters, names that are no tokens, other versions than
/// 1.0 and 1.1. Looks at a head that may still be arriving and remembers where it stopped. One per connection.
final class HeadGrammar {
    private static final byte TOKEN = 1;
    private static final byte TARGET = 2;
    private static final byte VALUE = 4;
    private static final byte[] CLASSES = classes();

    /// Octets are looked at in an array: an eighth of the cost of asking the buffer for each.
    private static final FastThreadLocal<byte[]> SCRATCH = new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
            return new byte[8 << 10];
        }
    };

    private final boolean request;
    private final HttpLimits limits;

    /// Octets of this head that were looked at: complete lines only.
    private int scanned;

    private int fields;
    private @Nullable Malformed malformed;

    HeadGrammar(boolean request, HttpLimits limits) {
        this.request = request;
        this.limits = limits;
    }

    private static byte[] classes() {
        byte[] classes = new byte[256];
        for (int c = 0x21; c < 0x7f; c++) {
            classes[c] |= VALUE;
            if ("\"(),/:;<=>?@[\\]{}".indexOf(c) < 0) {
                classes[c] |= TOKEN;
            }
            // RFC 3986's characters and those that clients often leave unencoded; a fragment never belongs there, and
            // some upstreams read a backslash as a slash
            if (c != '\\' && c != '#') {
                classes[c] |= TARGET;
            }
        }
        classes[' '] |= VALUE;
        classes['\t'] |= VALUE;
        for (int c = 0x80; c < 0x100; c++) {
            classes[c] |= VALUE; // obs-text: opaque, carried as it is
        }
        return classes;
    }

    void reset() {
        scanned = 0;
        fields = 0;
        malformed = null;
    }

    boolean isAtStart() {
        return scanned == 0;
    }

    @Nullable
    Malformed malformed() {
        return malformed;
    }

    /// @param in  its readable octets begin at the head's first
    /// @return    true when the head is complete and well formed; else more is needed, or see [#malformed]
    boolean isComplete(ByteBuf in) {
        int length = Math.min(in.readableBytes(), limits.headBytes() + 1) - scanned;
        byte[] octets = scratch(length);
        in.getBytes(in.readerIndex() + scanned, octets, 0, length);
        int line = 0;
        while (malformed == null) {
            int lf = line;
            while (lf < length && octets[lf] != '\n') {
                lf++;
            }
            if (lf == length) {
                checkUnfinished(length - line);
                return false;
            }
            int end = lf - 1; // of the line's content
            if (end < line || octets[end] != '\r') {
                malformed = Malformed.framing("A line of the head does not end with CR LF.");
            } else if (scanned == 0) {
                startLine(octets, line, end);
            } else if (end == line) {
                scanned += 2;
                return true;
            } else {
                field(octets, line, end);
            }
            scanned += lf + 1 - line;
            line = lf + 1;
        }
        return false;
    }

    private static byte[] scratch(int length) {
        byte[] octets = SCRATCH.get();
        if (octets.length < length) {
            octets = new byte[Integer.highestOneBit(length) * 2];
            SCRATCH.set(octets);
        }
        return octets;
    }

    /// A line that never ends must not be waited for.
    private void checkUnfinished(int length) {
        if (request && scanned == 0 && length > limits.requestLineBytes() + 1) {
            malformed = tooLongLine();
        } else if (scanned + length > limits.headBytes()) {
            malformed = tooLargeHead();
        }
    }

    private void startLine(byte[] in, int from, int to) {
        if (request) {
            requestLine(in, from, to);
        } else {
            statusLine(in, from, to);
        }
    }

    private void requestLine(byte[] in, int from, int to) {
        if (to - from > limits.requestLineBytes()) {
            malformed = tooLongLine();
            return;
        }
        int at = from;
        while (at < to && is(in, at, TOKEN)) {
            at++;
        }
        int method = at;
        if (method == from || method == to || in[method] != ' ') {
            malformed = Malformed.framing("The method is not a token followed by one space.");
            return;
        }
        at++;
        while (at < to && is(in, at, TARGET)) {
            at++;
        }
        if (at == method + 1 || at == to || in[at] != ' ') {
            malformed = Malformed.framing("The request target holds a character that has no place in it.");
            return;
        }
        version(in, at + 1, to);
    }

    private void statusLine(byte[] in, int from, int to) {
        version(in, from, Math.min(from + 8, to));
        boolean wellFormed = to - from >= 12
                && in[from + 8] == ' '
                && digit(in, from + 9) >= 1
                && digit(in, from + 9) <= 5
                && digit(in, from + 10) >= 0
                && digit(in, from + 11) >= 0
                && (to == from + 12 || in[from + 12] == ' ');
        for (int at = from + 13; wellFormed && at < to; at++) {
            wellFormed = is(in, at, VALUE);
        }
        if (!wellFormed && malformed == null) {
            malformed = Malformed.framing("The status line is malformed.");
        }
    }

    private void version(byte[] in, int from, int to) {
        boolean http = to - from == 8
                && in[from] == 'H'
                && in[from + 1] == 'T'
                && in[from + 2] == 'T'
                && in[from + 3] == 'P'
                && in[from + 4] == '/'
                && digit(in, from + 5) >= 0
                && in[from + 6] == '.'
                && digit(in, from + 7) >= 0;
        if (!http) {
            malformed = Malformed.framing("The start line does not name a version of HTTP.");
        } else if (digit(in, from + 5) != 1 || digit(in, from + 7) > 1) {
            malformed = new Malformed(Malformed.Reason.VERSION, "Only HTTP/1.0 and HTTP/1.1 are spoken here.");
        }
    }

    private void field(byte[] in, int from, int to) {
        if (++fields > limits.headerCount() || scanned + to - from + 2 > limits.headBytes()) {
            malformed = tooLargeHead();
            return;
        }
        int at = from;
        while (at < to && is(in, at, TOKEN)) {
            at++;
        }
        if (at == from || at == to || in[at] != ':') {
            // also what folds a line (it begins with white space) and what stands between a name and its colon
            malformed = Malformed.framing("A header field does not begin with a name and a colon.");
            return;
        }
        for (at++; at < to; at++) {
            if (!is(in, at, VALUE)) {
                malformed = Malformed.framing("A header field's value holds a control character.");
                return;
            }
        }
    }

    private static int digit(byte[] in, int at) {
        int digit = in[at] - '0';
        return digit <= 9 ? digit : -1;
    }

    private static boolean is(byte[] in, int at, byte wanted) {
        return (CLASSES[in[at] & 0xff] & wanted) != 0;
    }

    private Malformed tooLongLine() {
        return new Malformed(
                Malformed.Reason.REQUEST_LINE_TOO_LONG,
                "The request line is longer than " + limits.requestLineBytes() + " octets.");
    }

    private Malformed tooLargeHead() {
        return new Malformed(
                Malformed.Reason.HEAD_TOO_LARGE,
                "The head is larger than " + limits.headBytes() + " octets or has more than " + limits.headerCount()
                        + " fields.");
    }
}
