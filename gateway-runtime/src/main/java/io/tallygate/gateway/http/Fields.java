package io.tallygate.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The fields of a message in their order: octets, and where in them each field's line lies. What a peer sent stays as
/// it
/// was sent, what is added is appended as a line of the same form, so that writing them all is copying a few stretches.
/// Used again for message after message: reading, changing and writing fields makes no objects, asking for texts does.
///
/// A place is the number of a field; taking fields off does not move the others.
public final class Fields {
    private static final int LINE_FROM = 0;
    private static final int NAME_TO = 1;
    private static final int VALUE_FROM = 2;
    private static final int VALUE_TO = 3;
    private static final int LINE_TO = 4;
    private static final int HASH = 5;
    private static final int ID = 6;
    private static final int STRIDE = 7;

    private static final int KEPT_OCTETS = 4 << 10;
    private static final int KEPT_FIELDS = 48;
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(ISO_8859_1);
    /// The two digits of each octet.
    private static final byte[] PAIRS = pairs();

    private byte[] octets = new byte[1 << 10];
    private int length;
    private int[] index = new int[STRIDE * 24];
    private int count;
    private int adding = -1;

    private static byte[] pairs() {
        byte[] pairs = new byte[512];
        for (int i = 0; i < 256; i++) {
            pairs[2 * i] = DIGITS[i >>> 4];
            pairs[2 * i + 1] = DIGITS[i & 15];
        }
        return pairs;
    }

    public void clear() {
        length = 0;
        count = 0;
        adding = -1;
        if (octets.length > KEPT_OCTETS) { // one large message must not cost its connection for ever
            octets = new byte[1 << 10];
        }
        if (index.length > STRIDE * KEPT_FIELDS) {
            index = new int[STRIDE * 24];
        }
    }

    // for who reads a head -------------------------------------------------------------------------------------------

    /// @return  room for that many octets behind what is there
    byte[] room(int more) {
        if (octets.length - length < more) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, length + more));
        }
        return octets;
    }

    void length(int octets) {
        length = octets;
    }

    int length() {
        return length;
    }

    /// A line that stands in the octets already.
    void put(int lineFrom, int nameTo, int valueFrom, int valueTo, int lineTo, int hash) {
        put(lineFrom, nameTo, valueFrom, valueTo, lineTo, hash, FieldName.idOf(octets, lineFrom, nameTo, hash));
    }

    private void put(int lineFrom, int nameTo, int valueFrom, int valueTo, int lineTo, int hash, int id) {
        int at = count * STRIDE;
        if (at == index.length) {
            index = Arrays.copyOf(index, at * 2);
        }
        index[at + LINE_FROM] = lineFrom;
        index[at + NAME_TO] = nameTo;
        index[at + VALUE_FROM] = valueFrom;
        index[at + VALUE_TO] = valueTo;
        index[at + LINE_TO] = lineTo;
        index[at + HASH] = hash;
        index[at + ID] = id;
        count++;
    }

    // looking --------------------------------------------------------------------------------------------------------

    /// Places, those of fields that were taken off included.
    public int places() {
        return count;
    }

    public boolean isThere(int place) {
        return index[place * STRIDE + NAME_TO] > index[place * STRIDE + LINE_FROM];
    }

    /// @return  one of [FieldName]'s numbers; 0: a name that the gateway does not look at
    public int idAt(int place) {
        return isThere(place) ? index[place * STRIDE + ID] : 0;
    }

    public boolean isAt(int place, FieldName name) {
        int at = place * STRIDE;
        return name.is(octets, index[at + LINE_FROM], index[at + NAME_TO], index[at + HASH]);
    }

    /// @return  the first place of that name; -1: it is not there
    public int find(FieldName name) {
        return find(name, 0);
    }

    public int find(FieldName name, int from) {
        for (int place = from; place < count; place++) {
            if (index[place * STRIDE + HASH] == name.hash() && isAt(place, name)) {
                return place;
            }
        }
        return -1;
    }

    /// @param lowerCase  a token
    public int find(String lowerCase, int from) {
        int hash = FieldName.hash(lowerCase);
        for (int place = from; place < count; place++) {
            int at = place * STRIDE;
            if (index[at + HASH] == hash && isNamed(index[at + LINE_FROM], index[at + NAME_TO], lowerCase)) {
                return place;
            }
        }
        return -1;
    }

    private boolean isNamed(int from, int to, String lowerCase) {
        if (to - from != lowerCase.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (FieldName.lower(octets[i]) != lowerCase.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }

    public boolean contains(FieldName name) {
        return find(name) >= 0;
    }

    /// Whether one of these is there, or something that only looks so: asked in one pass, since nearly always none is.
    public boolean mayContain(FieldName one, FieldName other, FieldName third) {
        for (int place = 0; place < count; place++) {
            int hash = index[place * STRIDE + HASH];
            if (hash == one.hash() || hash == other.hash() || hash == third.hash()) {
                return true;
            }
        }
        return false;
    }

    /// Whether the field is there more than once.
    public boolean isRepeated(FieldName name) {
        int first = find(name);
        return first >= 0 && find(name, first + 1) >= 0;
    }

    /// @return  the first field's value; null when there is none
    public @Nullable String get(FieldName name) {
        int place = find(name);
        return place < 0 ? null : valueAt(place);
    }

    /// All values of that name with the separator between them; null when there is none.
    /// @param lowerCase  a token
    public @Nullable String joined(String lowerCase, String separator) {
        int place = find(lowerCase, 0);
        if (place < 0) {
            return null;
        }
        String value = valueAt(place);
        for (place = find(lowerCase, place + 1); place >= 0; place = find(lowerCase, place + 1)) {
            value = value + separator + valueAt(place);
        }
        return value;
    }

    /// As the peer wrote it.
    public String nameAt(int place) {
        int at = place * STRIDE;
        return text(index[at + LINE_FROM], index[at + NAME_TO]);
    }

    public String valueAt(int place) {
        return text(valueFrom(place), valueTo(place));
    }

    private String text(int from, int to) {
        return new String(octets, from, to - from, ISO_8859_1);
    }

    /// Whether the value is that text, whatever the case of its letters.
    /// @param lowerCase  ASCII
    public boolean valueIs(int place, String lowerCase) {
        return Ascii.equalsIgnoreCase(octets, valueFrom(place), valueTo(place), lowerCase);
    }

    /// The octets that [#valueFrom] and [#valueTo] mean; valid until the next change.
    public byte[] octets() {
        return octets;
    }

    public int valueFrom(int place) {
        return index[place * STRIDE + VALUE_FROM];
    }

    public int valueTo(int place) {
        return index[place * STRIDE + VALUE_TO];
    }

    /// Whether the value stands as it is usually written, with one blank in front of it at most.
    boolean isPlain(int place) {
        int at = place * STRIDE;
        int blanks = index[at + VALUE_FROM] - index[at + NAME_TO] - 1;
        return (blanks == 0 || blanks == 1 && octets[index[at + VALUE_FROM] - 1] == ' ')
                && index[at + VALUE_TO] == index[at + LINE_TO] - 2;
    }

    /// The name's first letter in lower case.
    public int firstOfName(int place) {
        return FieldName.lower(octets[nameFrom(place)]);
    }

    /// Whether the name begins with one of these, `_` being the same as `-` and the case nothing.
    /// @param beginnings  in lower case, with `-`
    public boolean nameBegins(int place, byte[][] beginnings) {
        int from = nameFrom(place);
        int length = nameTo(place) - from;
        for (byte[] beginning : beginnings) {
            int alike = 0;
            while (alike < beginning.length
                    && alike < length
                    && (FieldName.lower(octets[from + alike]) == beginning[alike]
                            || octets[from + alike] == '_' && beginning[alike] == '-')) {
                alike++;
            }
            if (alike == beginning.length) {
                return true;
            }
        }
        return false;
    }

    int nameFrom(int place) {
        return index[place * STRIDE + LINE_FROM];
    }

    int nameTo(int place) {
        return index[place * STRIDE + NAME_TO];
    }

    // changing -------------------------------------------------------------------------------------------------------

    public void removeAt(int place) {
        int at = place * STRIDE;
        index[at + NAME_TO] = index[at + LINE_FROM];
        index[at + HASH] = 0;
        index[at + ID] = 0;
    }

    /// Takes off every field of that name.
    public void remove(FieldName name) {
        for (int place = find(name); place >= 0; place = find(name, place + 1)) {
            removeAt(place);
        }
    }

    /// @param lowerCase  a token
    public void remove(String lowerCase) {
        for (int place = find(lowerCase, 0); place >= 0; place = find(lowerCase, place + 1)) {
            removeAt(place);
        }
    }

    /// @throws IllegalArgumentException  when the value has no place in a head
    public void add(FieldName name, String value) {
        begin(name).text(value).end();
    }

    public void add(FieldName name, byte[] value) {
        begin(name).text(value).end();
    }

    public void add(FieldName name, long value) {
        begin(name).number(value).end();
    }

    /// @param name   a token
    /// @param value  without anything that has no place in a head
    void add(byte[] name, byte[] value) {
        byte[] into = room(name.length + value.length + 4);
        int from = length;
        System.arraycopy(name, 0, into, from, name.length);
        int nameTo = from + name.length;
        into[nameTo] = ':';
        into[nameTo + 1] = ' ';
        System.arraycopy(value, 0, into, nameTo + 2, value.length);
        length = nameTo + 2 + value.length;
        into[length++] = '\r';
        into[length++] = '\n';
        put(from, nameTo, nameTo + 2, length - 2, length, FieldName.hash(name, 0, name.length));
    }

    /// The only field of that name from now on.
    /// @throws IllegalArgumentException  when the value has no place in a head
    public void set(FieldName name, String value) {
        remove(name);
        add(name, value);
    }

    /// A field that is written piece by piece, until [#end].
    public Fields begin(FieldName name) {
        byte[] text = name.octets();
        room(text.length + 2);
        adding = length;
        System.arraycopy(text, 0, octets, length, text.length);
        length += text.length;
        octets[length++] = ':';
        octets[length++] = ' ';
        put(adding, length - 2, length, length, length, name.hash(), name.id());
        return this;
    }

    /// @throws IllegalArgumentException  when there is a character that has no place in a head; nothing is added then
    public Fields text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 && c != '\t' || c == 0x7f || c > 0xff) {
                length = adding;
                count--;
                throw new IllegalArgumentException("a field's value holds a control character, or one beyond Latin-1");
            }
        }
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            octets[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    /// @param text  of the gateway's own, or of a head that was read: not looked at again
    public Fields text(byte[] text) {
        return text(text, 0, text.length);
    }

    public Fields text(byte[] text, int from, int to) {
        byte[] into = room(to - from);
        System.arraycopy(text, from, into, length, to - from);
        length += to - from;
        return this;
    }

    public Fields number(long value) {
        byte[] into = room(20);
        if (value == Long.MIN_VALUE) {
            return text(Long.toString(value));
        }
        if (value < 0) {
            into[length++] = '-';
        }
        long rest = Math.abs(value);
        int end = length + digits(rest);
        int at = end;
        while (rest > Integer.MAX_VALUE) { // two digits at a time, in the narrower division as soon as it goes
            long most = rest / 100;
            int two = (int) (rest - most * 100);
            rest = most;
            into[--at] = (byte) ('0' + two % 10);
            into[--at] = (byte) ('0' + two / 10);
        }
        for (int few = (int) rest; at > length; few /= 10) {
            into[--at] = (byte) ('0' + few % 10);
        }
        length = end;
        return this;
    }

    private static int digits(long value) {
        int digits = 1;
        for (long above = 10; digits < 19 && value >= above; above *= 10) {
            digits++;
        }
        return digits;
    }

    /// The 36 characters of a UUID.
    public Fields uuid(long high, long low) {
        byte[] into = room(36);
        int at = length;
        hex(into, at, (int) (high >>> 32), 4);
        into[at + 8] = '-';
        hex(into, at + 9, (int) (high >>> 16), 2);
        into[at + 13] = '-';
        hex(into, at + 14, (int) high, 2);
        into[at + 18] = '-';
        hex(into, at + 19, (int) (low >>> 48), 2);
        into[at + 23] = '-';
        hex(into, at + 24, (int) (low >>> 32), 2);
        hex(into, at + 28, (int) low, 4);
        length = at + 36;
        return this;
    }

    /// 16 digits, leading zeros included.
    public Fields hex(long value) {
        byte[] into = room(16);
        hex(into, length, (int) (value >>> 32), 4);
        hex(into, length + 8, (int) value, 4);
        length += 16;
        return this;
    }

    private static void hex(byte[] into, int from, int value, int bytes) {
        for (int i = bytes - 1, rest = value; i >= 0; i--, rest >>>= 8) {
            into[from + 2 * i] = PAIRS[2 * (rest & 0xff)];
            into[from + 2 * i + 1] = PAIRS[2 * (rest & 0xff) + 1];
        }
    }

    public void end() {
        room(2);
        int at = (count - 1) * STRIDE;
        index[at + VALUE_TO] = length;
        octets[length++] = '\r';
        octets[length++] = '\n';
        index[at + LINE_TO] = length;
        adding = -1;
    }

    /// Makes one field of all that have the name, their values in order with the separator between them.
    public void join(FieldName name, byte[] separator) {
        int first = find(name);
        int next = first < 0 ? -1 : find(name, first + 1);
        if (next < 0) {
            return;
        }
        int places = count;
        begin(name).text(octets, valueFrom(first), valueTo(first));
        removeAt(first);
        for (; next >= 0 && next < places; next = find(name, next + 1)) {
            text(separator).text(octets, valueFrom(next), valueTo(next));
            removeAt(next);
        }
        end();
    }

    /// The other's fields become ours; ours of the same names are taken off first.
    public void replaceBy(Fields other) {
        for (int theirs = 0; theirs < other.count; theirs++) {
            for (int ours = 0; other.isThere(theirs) && ours < count; ours++) {
                if (index[ours * STRIDE + HASH] == other.index[theirs * STRIDE + HASH]
                        && sameName(ours, other, theirs)) {
                    removeAt(ours);
                }
            }
        }
        addAll(other);
    }

    private boolean sameName(int place, Fields other, int theirs) {
        int from = nameFrom(place);
        int length = nameTo(place) - from;
        int otherFrom = other.nameFrom(theirs);
        if (length != other.nameTo(theirs) - otherFrom) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (FieldName.lower(octets[from + i]) != FieldName.lower(other.octets[otherFrom + i])) {
                return false;
            }
        }
        return true;
    }

    public void addAll(Fields other) {
        if (other.count == 0) {
            return;
        }
        int begin = other.index[LINE_FROM];
        int moved = length - begin;
        byte[] into = room(other.length - begin);
        System.arraycopy(other.octets, begin, into, length, other.length - begin); // what was taken off is not written
        length += other.length - begin;
        for (int place = 0; place < other.count; place++) {
            if (other.isThere(place)) {
                int at = place * STRIDE;
                int from = other.index[at + LINE_FROM];
                int to = other.index[at + LINE_TO];
                put(
                        from + moved,
                        other.index[at + NAME_TO] + moved,
                        other.index[at + VALUE_FROM] + moved,
                        other.index[at + VALUE_TO] + moved,
                        to + moved,
                        other.index[at + HASH],
                        other.index[at + ID]);
            }
        }
    }

    // writing --------------------------------------------------------------------------------------------------------

    /// How many octets [#writeTo] writes.
    int lineOctets() {
        int sum = 0;
        for (int place = 0; place < count; place++) {
            if (isThere(place)) {
                sum += index[place * STRIDE + LINE_TO] - index[place * STRIDE + LINE_FROM];
            }
        }
        return sum;
    }

    /// Every line, in order, without the empty one at the end. Lines that lie side by side go at once.
    void writeTo(ByteBuf out) {
        int from = 0;
        int to = 0;
        for (int place = 0; place < count; place++) {
            if (isThere(place)) {
                int at = place * STRIDE;
                if (index[at + LINE_FROM] != to) {
                    out.writeBytes(octets, from, to - from);
                    from = index[at + LINE_FROM];
                }
                to = index[at + LINE_TO];
            }
        }
        out.writeBytes(octets, from, to - from);
    }

    /// For logs and tests.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int place = 0; place < count; place++) {
            if (isThere(place)) {
                text.append(nameAt(place)).append(": ").append(valueAt(place)).append('\n');
            }
        }
        return text.toString();
    }
}
