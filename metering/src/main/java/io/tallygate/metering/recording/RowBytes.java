package io.tallygate.metering.recording;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Values in ClickHouse's `RowBinary`.
final class RowBytes {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    private RowBytes() {}

    static void setLong(byte[] into, int at, long value) {
        LONG.set(into, at, value);
    }

    static void setInt(byte[] into, int at, int value) {
        INT.set(into, at, value);
    }

    static void setShort(byte[] into, int at, short value) {
        SHORT.set(into, at, value);
    }

    static long getLong(byte[] from, int at) {
        return (long) LONG.get(from, at);
    }

    static void uuid(byte[] into, int at, long high, long low) {
        LONG.set(into, at, high);
        LONG.set(into, at + 8, low);
    }

    /// An address in the order of its octets.
    static void ipv6(byte[] into, int at, long high, long low) {
        LONG.set(into, at, Long.reverseBytes(high));
        LONG.set(into, at + 8, Long.reverseBytes(low));
    }

    /// As Int128.
    static void wide(byte[] into, int at, long high, long low) {
        LONG.set(into, at, low);
        LONG.set(into, at + 8, high);
    }

    static int unsignedInt(long value) {
        return (int) Math.clamp(value, 0L, 0xFFFF_FFFFL);
    }

    /// @param most  of its bytes, at most 127; what is longer is cut, and never inside a character
    /// @return      behind it
    static int shortText(byte[] into, int at, byte[] text, int most) {
        int length = text.length > most ? cut(text, most) : text.length;
        into[at] = (byte) length;
        System.arraycopy(text, 0, into, at + 1, length);
        return at + 1 + length;
    }

    /// Of any length.
    /// @return behind it
    static int text(byte[] into, int at, byte[] text, int length) {
        int place = at;
        int rest = length;
        while (rest > 0x7F) {
            into[place++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        into[place++] = (byte) rest;
        System.arraycopy(text, 0, into, place, length);
        return place + length;
    }

    static int cut(byte[] text, int most) {
        int length = most;
        while (length > 0 && (text[length] & 0xC0) == 0x80) {
            length--;
        }
        return length;
    }
}
