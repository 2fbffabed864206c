package io.tallygate.gateway.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// A UUID's 36 characters, without the detour over an object.
public final class RequestId {
    private static final byte[] HEX = "0123456789abcdef".getBytes(ISO_8859_1);

    private RequestId() {}

    public static String text(long high, long low) {
        byte[] text = new byte[36];
        digits(high >>> 32, text, 0, 8);
        text[8] = '-';
        digits(high >>> 16, text, 9, 4);
        text[13] = '-';
        digits(high, text, 14, 4);
        text[18] = '-';
        digits(low >>> 48, text, 19, 4);
        text[23] = '-';
        digits(low, text, 24, 12);
        return new String(text, ISO_8859_1);
    }

    private static void digits(long value, byte[] into, int at, int count) {
        long rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            into[i] = HEX[(int) rest & 15];
            rest >>>= 4;
        }
    }
}
