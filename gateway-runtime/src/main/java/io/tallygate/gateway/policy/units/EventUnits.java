package io.tallygate.gateway.policy.units;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Units in a stream of events (WHATWG HTML, 9.2): the data of every event that may tell one is looked at as JSON
/// when the event is complete, so that the last one that tells it counts.
final class EventUnits implements SeenUnits {
    private static final byte[] DATA = {'d', 'a', 't', 'a'};

    private final Places places;
    private final UnitValues values;
    private final UnitFaults faults;
    private final int maxBytes;
    private byte[] data = new byte[1024];
    private int length;
    private boolean tooLong;

    /// Of the line that is being read.
    private int nameAt;

    private boolean isData;
    private boolean inValue;
    private boolean isEmpty = true;
    private boolean afterColon;
    private boolean afterReturn;

    EventUnits(Places places, UnitValues values, int maxBytes, UnitFaults faults) {
        this.places = places;
        this.values = values;
        this.maxBytes = maxBytes;
        this.faults = faults;
        beginLine();
    }

    private void beginLine() {
        nameAt = 0;
        isData = true;
        inValue = false;
        isEmpty = true;
        afterColon = false;
    }

    @Override
    public void part(ByteBuffer part) {
        while (part.hasRemaining()) {
            byte octet = part.get();
            if (octet == '\n' && afterReturn) {
                afterReturn = false;
                continue;
            }
            afterReturn = octet == '\r';
            if (octet == '\n' || octet == '\r') {
                endLine();
            } else {
                octet(octet);
            }
        }
    }

    private void octet(byte octet) {
        isEmpty = false;
        if (inValue) {
            boolean isSpace = afterColon && octet == ' ';
            afterColon = false;
            if (isData && !isSpace) {
                keep(octet);
            }
        } else if (octet == ':') {
            isData &= nameAt == DATA.length;
            inValue = true;
            afterColon = true;
        } else {
            isData &= nameAt < DATA.length && octet == DATA[nameAt];
            nameAt++;
        }
    }

    private void keep(byte octet) {
        if (length == maxBytes) {
            tooLong = true;
            return;
        }
        if (length == data.length) {
            data = Arrays.copyOf(data, (int) Math.min(maxBytes, data.length * 2L));
        }
        data[length++] = octet;
    }

    private void endLine() {
        if (isEmpty) {
            endEvent();
        } else if (isData && inValue) {
            keep((byte) '\n');
        }
        beginLine();
    }

    private void endEvent() {
        if (tooLong) {
            faults.tooLong();
        } else if (length > 0 && places.mayBeIn(data, length)) {
            read();
        }
        length = 0;
        tooLong = false;
    }

    private void read() {
        PlaceWalk walk = new PlaceWalk(places, values);
        try (JsonParser parser = JsonUnits.JSON.createParser(data, 0, length)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                walk.token(token, parser);
            }
        } catch (IOException notJson) {
            faults.notJson();
        }
    }

    @Override
    public void end() {
        endEvent(); // a stream that ends without an empty line has told its last event all the same
    }

    @Override
    public void close() {
        // nothing is held
    }
}
