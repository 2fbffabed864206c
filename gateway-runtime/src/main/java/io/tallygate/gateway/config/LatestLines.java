package io.tallygate.gateway.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.UUID;

/// Which line of a log is the last about its entity, for logs of a million entities: numbers in arrays, no object a
/// line.
/// First every line is noted, then, from the first one again, asked about.
final class LatestLines {
    private static final JsonFactory JSON = new JsonFactory();

    private long[] slots = new long[3 << 10];
    private int used;
    private long number;

    /// Of the line that was looked at last.
    private long high;
    private long low;
    private boolean isEntity;
    private boolean isPut;

    void note(byte[] line) throws IOException {
        number++;
        read(line);
        if (isEntity) {
            int slot = slot();
            if (slots[slot + 2] == 0) {
                used++;
            }
            slots[slot] = high;
            slots[slot + 1] = low;
            slots[slot + 2] = isPut ? number : -number;
            if (used * 2 > slots.length / 3) {
                grow();
            }
        }
    }

    void rewind() {
        number = 0;
    }

    boolean isLatest(byte[] line) throws IOException {
        number++;
        read(line);
        return isEntity && isPut && slots[slot() + 2] == number;
    }

    private int slot() {
        int mask = slots.length / 3 - 1;
        int slot = (int) ((high * 0x9e3779b97f4a7c15L ^ low * 0xc2b2ae3d27d4eb4fL) >>> 33) & mask;
        while (slots[slot * 3 + 2] != 0 && (slots[slot * 3] != high || slots[slot * 3 + 1] != low)) {
            slot = slot + 1 & mask;
        }
        return slot * 3;
    }

    private void grow() {
        long[] before = slots;
        slots = new long[before.length * 2];
        for (int i = 0; i < before.length; i += 3) {
            if (before[i + 2] != 0) {
                high = before[i];
                low = before[i + 1];
                int slot = slot();
                slots[slot] = high;
                slots[slot + 1] = low;
                slots[slot + 2] = before[i + 2];
            }
        }
    }

    private void read(byte[] line) throws IOException {
        isEntity = false;
        isPut = false;
        String kind = "";
        String id = "";
        try (JsonParser parser = JSON.createParser(line)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "type" -> isPut = parser.getText().equals("put");
                    case "kind" -> kind = parser.getText();
                    case "id" -> id = parser.getText();
                    default -> parser.skipChildren();
                }
            }
        }
        if (!id.isEmpty()) {
            UUID uuid = UUID.fromString(id);
            isEntity = true;
            high = uuid.getMostSignificantBits() ^ (long) kind.hashCode() << 32;
            low = uuid.getLeastSignificantBits();
        }
    }
}
