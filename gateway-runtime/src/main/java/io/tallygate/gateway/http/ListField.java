package io.tallygate.gateway.http;

/// Fields whose value is a list of tokens separated by commas, such as Connection.
final class ListField {
    private ListField() {}

    static boolean contains(String value, CharSequence token) {
        for (int from = 0; from <= value.length(); ) {
            int end = end(value, from);
            int first = firstOfMember(value, from, end);
            int last = lastOfMember(value, first, end);
            if (last - first == token.length() && regionEquals(value, first, token)) {
                return true;
            }
            from = end + 1;
        }
        return false;
    }

    static int end(String value, int from) {
        int comma = value.indexOf(',', from);
        return comma < 0 ? value.length() : comma;
    }

    static int firstOfMember(String value, int from, int end) {
        int first = from;
        while (first < end && (value.charAt(first) == ' ' || value.charAt(first) == '\t')) {
            first++;
        }
        return first;
    }

    static int lastOfMember(String value, int first, int end) {
        int last = end;
        while (last > first && (value.charAt(last - 1) == ' ' || value.charAt(last - 1) == '\t')) {
            last--;
        }
        return last;
    }

    private static boolean regionEquals(String value, int from, CharSequence token) {
        for (int i = 0; i < token.length(); i++) {
            char c = value.charAt(from + i);
            char lower = c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
            if (lower != token.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
