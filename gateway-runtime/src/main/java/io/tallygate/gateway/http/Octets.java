package io.tallygate.gateway.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// Octets that grow, kept for the next use. Text goes in and out as ISO-8859-1: an octet a character.
public final class Octets {
    private static final int KEPT = 4 << 10;

    private byte[] array;
    private int length;

    public Octets(int capacity) {
        array = new byte[capacity];
    }

    public void clear() {
        length = 0;
        if (array.length > KEPT) {
            array = new byte[256]; // one large message must not cost its connection for ever
        }
    }

    public Octets append(byte[] from) {
        return append(from, 0, from.length);
    }

    public Octets append(byte[] from, int begin, int end) {
        int count = end - begin;
        room(count);
        System.arraycopy(from, begin, array, length, count);
        length += count;
        return this;
    }

    public Octets append(char octet) {
        room(1);
        array[length++] = (byte) octet;
        return this;
    }

    @SuppressWarnings("deprecation") // the only way that makes no copy; each character is one octet
    public Octets append(String text) {
        room(text.length());
        text.getBytes(0, text.length(), array, length);
        length += text.length();
        return this;
    }

    private void room(int count) {
        if (array.length - length < count) {
            array = Arrays.copyOf(array, Math.max(array.length * 2, length + count));
        }
    }

    /// Valid until the next change.
    public byte[] array() {
        return array;
    }

    public int length() {
        return length;
    }

    void writeTo(ByteBuf out) {
        out.writeBytes(array, 0, length);
    }

    @Override
    public String toString() {
        return new String(array, 0, length, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
