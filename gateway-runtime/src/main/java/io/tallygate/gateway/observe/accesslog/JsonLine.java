package io.tallygate.gateway.observe.accesslog;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One object of JSON on one line, in ASCII alone: whatever else stands in a value is written as an escape. Values are
/// cut at a bound. Used again for line after line; of one thread.
public final class JsonLine {
    private static final int MOST_OCTETS = 2_048;
    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
    private static final byte[] REMOVED = "[removed]".getBytes(US_ASCII);

    private byte[] line = new byte[4 << 10];
    private int length;
    private long second = Long.MIN_VALUE;
    private byte[] secondText = {};

    JsonLine begin() {
        length = 0;
        raw('{');
        return this;
    }

    /// @return  how many octets of [#octets] are the line
    int end() {
        raw('}');
        raw('\n');
        return length;
    }

    byte[] octets() {
        return line;
    }

    private void raw(char octet) {
        room(1);
        line[length++] = (byte) octet;
    }

    private void raw(byte[] text) {
        room(text.length);
        System.arraycopy(text, 0, line, length, text.length);
        length += text.length;
    }

    private void room(int more) {
        if (line.length - length < more) {
            line = Arrays.copyOf(line, Math.max(line.length * 2, length + more));
        }
    }

    private void name(String name) {
        room(name.length() + 4);
        if (length > 1) {
            raw(',');
        }
        raw('"');
        for (int i = 0; i < name.length(); i++) {
            line[length++] = (byte) name.charAt(i);
        }
        raw('"');
        raw(':');
    }

    private void octet(int octet) {
        if (octet < 0x20 || octet > 0x7e) {
            escape(octet);
        } else {
            if (octet == '"' || octet == '\\') {
                raw('\\');
            }
            raw((char) octet);
        }
    }

    private void escape(int character) {
        room(6);
        line[length++] = '\\';
        line[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            line[length++] = HEX[character >>> shift & 15];
        }
    }

    /// @param value  null: the member is left out
    public JsonLine text(String name, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return this;
        }
        name(name);
        raw('"');
        int count = Math.min(value.length(), MOST_OCTETS);
        for (int i = 0; i < count; i++) {
            octet(value.charAt(i));
        }
        raw('"');
        return this;
    }

    /// @param value  octets of whatever kind; those beyond ASCII are written as the characters of Latin-1. None: the
    /// member is left out
    public JsonLine octets(String name, byte[] value) {
        if (value.length == 0) {
            return this;
        }
        name(name);
        raw('"');
        octets(value, 0, Math.min(value.length, MOST_OCTETS));
        raw('"');
        return this;
    }

    private void octets(byte[] value, int from, int to) {
        for (int i = from; i < to; i++) {
            octet(value[i] & 0xff);
        }
    }

    /// @param secrets  whose segments are taken out
    public JsonLine path(String name, byte[] value, int from, int to, SecretParameters secrets) {
        name(name);
        raw('"');
        int end = Math.min(to, from + MOST_OCTETS);
        for (int at = from; at < end; ) {
            int slash = at;
            while (slash < to && value[slash] != '/') {
                slash++;
            }
            if (secrets.looksLikeOne(value, at, slash)) {
                raw(REMOVED);
            } else {
                octets(value, at, Math.min(slash, end));
            }
            if (slash < end) {
                raw('/');
            }
            at = slash + 1;
        }
        raw('"');
        return this;
    }

    /// @param secrets  of which parameters the values are taken out; null: of all
    public JsonLine query(String name, byte[] value, int from, int to, @Nullable SecretParameters secrets) {
        name(name);
        raw('"');
        int end = Math.min(to, from + MOST_OCTETS);
        for (int at = from; at < end; ) {
            int next = at;
            while (next < to && value[next] != '&' && value[next] != ';') {
                next++;
            }
            parameter(value, at, next, end, secrets);
            if (next < end) {
                octet(value[next]);
            }
            at = next + 1;
        }
        raw('"');
        return this;
    }

    private void parameter(byte[] value, int from, int to, int end, @Nullable SecretParameters secrets) {
        int equals = from;
        while (equals < to && value[equals] != '=') {
            equals++;
        }
        if (equals == to && secrets != null && secrets.looksLikeOne(value, from, to)) {
            raw(REMOVED);
            return;
        }
        octets(value, from, Math.min(equals, end));
        if (equals < to) {
            raw('=');
            if (secrets == null
                    || secrets.isNamedSo(value, from, equals)
                    || secrets.looksLikeOne(value, equals + 1, to)) {
                raw(REMOVED);
            } else {
                octets(value, equals + 1, Math.min(to, end));
            }
        }
    }

    public JsonLine number(String name, long value) {
        name(name);
        room(20);
        if (value < 0) {
            raw('-');
        }
        digits(value, count(value));
        return this;
    }

    private static int count(long value) {
        int digits = 1;
        for (long rest = value / 10; rest != 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private void digits(long value, int count) {
        room(count);
        long rest = value;
        for (int i = length + count - 1; i >= length; i--) {
            line[i] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        }
        length += count;
    }

    public JsonLine truth(String name, boolean value) {
        name(name);
        raw((value ? "true" : "false").getBytes(US_ASCII));
        return this;
    }

    /// Left out when both are 0.
    public JsonLine uuid(String name, long high, long low) {
        if ((high | low) == 0) {
            return this;
        }
        name(name);
        room(38);
        raw('"');
        hex(high >>> 32, 8);
        raw('-');
        hex(high >>> 16, 4);
        raw('-');
        hex(high, 4);
        raw('-');
        hex(low >>> 48, 4);
        raw('-');
        hex(low, 12);
        raw('"');
        return this;
    }

    /// Of a trace: 32 digits; left out when both are 0.
    public JsonLine trace(String name, long high, long low) {
        if ((high | low) == 0) {
            return this;
        }
        name(name);
        room(34);
        raw('"');
        hex(high, 16);
        hex(low, 16);
        raw('"');
        return this;
    }

    private void hex(long value, int digits) {
        long rest = value;
        for (int i = length + digits - 1; i >= length; i--) {
            line[i] = HEX[(int) rest & 15];
            rest >>>= 4;
        }
        length += digits;
    }

    /// RFC 3339, UTC, with six decimals.
    /// @param micros  since 1970
    public JsonLine time(String name, long micros) {
        long now = Math.floorDiv(micros, 1_000_000L);
        if (now != second) {
            second = now;
            secondText = Instant.ofEpochSecond(now).toString().replace("Z", ".").getBytes(US_ASCII);
        }
        name(name);
        raw('"');
        raw(secondText);
        digits(Math.floorMod(micros, 1_000_000L), 6);
        raw('Z');
        raw('"');
        return this;
    }
}
