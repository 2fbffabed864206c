package io.tallygate.gateway.policy.units;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Places in a JSON text, as a tree of names: whoever walks over the text's tokens goes down it beside them.
final class Places {
    /// @param unit  that is told there
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Place(byte[] unit, JsonPointer pointer) {}

    /// One place on the way: where members and elements lead, and the units that are told here.
    static final class Node {
        private final Map<String, Node> below = new HashMap<>();
        private final List<byte[]> units = new ArrayList<>(1);

        @Nullable
        Node below(String name) {
            return below.get(name);
        }

        /// An element of an array.
        @Nullable
        Node below(int index) {
            return below.isEmpty() ? null : below.get(Integer.toString(index));
        }

        List<byte[]> units() {
            return units;
        }
    }

    private final Node root = new Node();
    private final List<byte[]> needles = new ArrayList<>();
    private final int count;

    Places(List<Place> places) {
        for (Place place : places) {
            Node node = root;
            String name = "";
            for (JsonPointer at = place.pointer; !at.matches(); at = at.tail()) {
                name = at.getMatchingProperty();
                node = node.below.computeIfAbsent(name, _ -> new Node());
            }
            node.units.add(place.unit);
            boolean isIndex = name.chars().allMatch(c -> c >= '0' && c <= '9');
            needles.add(
                    isIndex
                            ? new byte[0]
                            : ("\""
                                            + String.valueOf(JsonStringEncoder.getInstance()
                                                    .quoteAsString(name)) + "\"")
                                    .getBytes(UTF_8));
        }
        this.count = places.size();
    }

    Node root() {
        return root;
    }

    /// How many there are.
    int count() {
        return count;
    }

    /// Whether a text may have one of them: a quick look that spares most events of a stream their parsing.
    boolean mayBeIn(byte[] text, int length) {
        for (byte[] needle : needles) {
            if (contains(text, length, needle)) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(byte[] text, int length, byte[] needle) {
        int last = length - needle.length;
        for (int at = 0; at <= last; at++) {
            int same = 0;
            while (same < needle.length && text[at + same] == needle[same]) {
                same++;
            }
            if (same == needle.length) {
                return true;
            }
        }
        return false;
    }
}
