package io.tallygate.gateway.http;

/// Fields whose value is a list of tokens separated by commas, such as Connection.
final class ListField {
    private ListField() {}

    /// @param lowerCase  a token
    static boolean contains(Fields fields, int place, String lowerCase) {
        byte[] octets = fields.octets();
        int to = fields.valueTo(place);
        for (int from = fields.valueFrom(place); from <= to; ) {
            int end = end(octets, from, to);
            int first = firstOfMember(octets, from, end);
            if (Ascii.equalsIgnoreCase(octets, first, lastOfMember(octets, first, end), lowerCase)) {
                return true;
            }
            from = end + 1;
        }
        return false;
    }

    /// @param lowerCase  a token
    static boolean endsWith(Fields fields, int place, String lowerCase) {
        byte[] octets = fields.octets();
        int to = fields.valueTo(place);
        int from = to;
        while (from > fields.valueFrom(place) && octets[from - 1] != ',') {
            from--;
        }
        return Ascii.equalsIgnoreCase(octets, firstOfMember(octets, from, to), to, lowerCase);
    }

    static int end(byte[] octets, int from, int to) {
        int comma = from;
        while (comma < to && octets[comma] != ',') {
            comma++;
        }
        return comma;
    }

    static int firstOfMember(byte[] octets, int from, int end) {
        int first = from;
        while (first < end && (octets[first] == ' ' || octets[first] == '\t')) {
            first++;
        }
        return first;
    }

    static int lastOfMember(byte[] octets, int first, int end) {
        int last = end;
        while (last > first && (octets[last - 1] == ' ' || octets[last - 1] == '\t')) {
            last--;
        }
        return last;
    }
}
