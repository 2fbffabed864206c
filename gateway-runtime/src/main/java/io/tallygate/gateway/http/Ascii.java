package io.tallygate.gateway.http;

/// Letters of both cases alike.
final class Ascii {
    private Ascii() {}

    /// @param lowerCase  ASCII
    static boolean equalsIgnoreCase(byte[] octets, int from, int to, String lowerCase) {
        if (to - from != lowerCase.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            int c = octets[i];
            if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != lowerCase.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }
}
