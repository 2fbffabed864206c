package io.tallygate.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// A field's name, ready to be compared and written without another object being made. Names are alike whatever their
/// case (RFC 9110, 5.1).
public final class FieldName {
    /// For each octet of a token (RFC 9110, 5.6.2) its lower case; 0 for all that is no part of a token.
    private static final byte[] TOKEN = token();

    private static final FieldName[] KNOWN = new FieldName[256];

    // what the gateway itself looks at; the numbers are for switches
    public static final int IS_HOST = 1;
    public static final int IS_CONTENT_LENGTH = 2;
    public static final int IS_TRANSFER_ENCODING = 3;
    public static final int IS_CONNECTION = 4;
    public static final int IS_KEEP_ALIVE = 5;
    public static final int IS_PROXY_CONNECTION = 6;
    public static final int IS_TE = 7;
    public static final int IS_TRAILER = 8;
    public static final int IS_UPGRADE = 9;
    public static final int IS_EXPECT = 10;
    public static final int IS_PROXY_AUTHORIZATION = 11;
    public static final int IS_PROXY_AUTHENTICATE = 12;

    public static final FieldName HOST = known("Host", IS_HOST);
    public static final FieldName CONTENT_LENGTH = known("Content-Length", IS_CONTENT_LENGTH);
    public static final FieldName TRANSFER_ENCODING = known("Transfer-Encoding", IS_TRANSFER_ENCODING);
    public static final FieldName CONNECTION = known("Connection", IS_CONNECTION);
    public static final FieldName KEEP_ALIVE = known("Keep-Alive", IS_KEEP_ALIVE);
    public static final FieldName PROXY_CONNECTION = known("Proxy-Connection", IS_PROXY_CONNECTION);
    public static final FieldName TE = known("TE", IS_TE);
    public static final FieldName TRAILER = known("Trailer", IS_TRAILER);
    public static final FieldName UPGRADE = known("Upgrade", IS_UPGRADE);
    public static final FieldName EXPECT = known("Expect", IS_EXPECT);
    public static final FieldName PROXY_AUTHORIZATION = known("Proxy-Authorization", IS_PROXY_AUTHORIZATION);
    public static final FieldName PROXY_AUTHENTICATE = known("Proxy-Authenticate", IS_PROXY_AUTHENTICATE);

    public static final FieldName AUTHORIZATION = of("Authorization");
    public static final FieldName CACHE_CONTROL = of("Cache-Control");
    public static final FieldName CONTENT_TYPE = of("Content-Type");
    public static final FieldName CONTENT_ENCODING = of("Content-Encoding");
    public static final FieldName COOKIE = of("Cookie");
    public static final FieldName DATE = of("Date");
    public static final FieldName RETRY_AFTER = of("Retry-After");
    public static final FieldName VIA = of("Via");

    private final String text;
    private final byte[] octets;
    private final int hash;
    private final int id;

    private FieldName(String text, int id) {
        this.text = text;
        this.octets = text.getBytes(ISO_8859_1);
        this.id = id;
        this.hash = hash(octets, 0, octets.length);
    }

    private static byte[] token() {
        byte[] token = new byte[256];
        for (int c = 0x21; c < 0x7f; c++) {
            if ("\"(),/:;<=>?@[\\]{}".indexOf(c) < 0) {
                token[c] = (byte) (c >= 'A' && c <= 'Z' ? c | 0x20 : c);
            }
        }
        return token;
    }

    private static FieldName known(String text, int id) {
        FieldName name = new FieldName(text, id);
        int slot = slot(name.hash);
        while (KNOWN[slot] != null) {
            slot = slot + 1 & KNOWN.length - 1;
        }
        KNOWN[slot] = name;
        return name;
    }

    /// @throws IllegalArgumentException  when this is no token
    public static FieldName of(String text) {
        FieldName name = new FieldName(text, 0);
        for (byte octet : name.octets) {
            if (lower(octet) == 0) {
                throw new IllegalArgumentException("no field is called " + text);
            }
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a field has a name");
        }
        return name;
    }

    /// @return  the octet in lower case; 0 when it is no part of a token
    static byte lower(byte octet) {
        return TOKEN[octet & 0xff];
    }

    private static int slot(int hash) {
        return hash * 0x9e3779b9 >>> 24;
    }

    static int hash(byte[] octets, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + lower(octets[i]);
        }
        return hash;
    }

    /// @param lowerCase  a token
    static int hash(String lowerCase) {
        int hash = 0;
        for (int i = 0; i < lowerCase.length(); i++) {
            hash = 31 * hash + lowerCase.charAt(i);
        }
        return hash;
    }

    /// @return  one of the numbers above; 0: a name that the gateway does not look at
    static int idOf(byte[] octets, int from, int to, int hash) {
        for (int slot = slot(hash); KNOWN[slot] != null; slot = slot + 1 & KNOWN.length - 1) {
            if (KNOWN[slot].is(octets, from, to, hash)) {
                return KNOWN[slot].id;
            }
        }
        return 0;
    }

    boolean is(byte[] other, int from, int to, int otherHash) {
        if (otherHash != hash || to - from != octets.length) {
            return false;
        }
        for (int i = 0; i < octets.length; i++) {
            if (lower(other[from + i]) != lower(octets[i])) {
                return false;
            }
        }
        return true;
    }

    int hash() {
        return hash;
    }

    int id() {
        return id;
    }

    /// Whether it says how a message is framed or where it goes: only who reads and writes messages sets it.
    public boolean isFraming() {
        return idOf(octets, 0, octets.length, hash) != 0;
    }

    /// Not to be changed.
    byte[] octets() {
        return octets;
    }

    @Override
    public String toString() {
        return text;
    }
}
