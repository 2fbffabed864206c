package io.tallygate.gateway.policy.units;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteBufferFeeder;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Units in a body of JSON, or of several JSON texts behind one another. Parses what has come and keeps none of it.
final class JsonUnits implements SeenUnits {
    static final JsonFactory JSON = new JsonFactory();

    private final JsonParser parser;
    private final ByteBufferFeeder feeder;
    private final PlaceWalk walk;
    private final UnitValues values;
    private final UnitFaults faults;
    private final boolean several;
    private long rest;
    private boolean over;

    /// @param several  one text behind the other: of each unit the last amount counts
    JsonUnits(Places places, UnitValues values, int maxBytes, boolean several, UnitFaults faults) {
        this.values = values;
        this.rest = maxBytes;
        this.several = several;
        this.faults = faults;
        this.walk = new PlaceWalk(places, values);
        try {
            this.parser = JSON.createNonBlockingByteBufferParser();
            this.feeder = (ByteBufferFeeder) parser.getNonBlockingInputFeeder();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void part(ByteBuffer part) {
        if (over || !part.hasRemaining()) {
            return;
        }
        rest -= part.remaining();
        if (rest < 0) {
            over = true;
            faults.tooLong();
            return;
        }
        try {
            feeder.feedInput(part);
            tokens();
        } catch (IOException notJson) {
            over = true;
            faults.notJson();
        }
    }

    private void tokens() throws IOException {
        for (JsonToken token = parser.nextToken();
                token != null && token != JsonToken.NOT_AVAILABLE;
                token = parser.nextToken()) {
            walk.token(token, parser);
            if (!several && values.isComplete()) {
                over = true;
                return;
            }
        }
    }

    @Override
    public void end() {
        if (over) {
            return;
        }
        over = true;
        try {
            feeder.endOfInput(); // a number may end with the body
            tokens();
        } catch (IOException notJson) {
            faults.notJson();
        }
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException nothingToClose) {
            throw new IllegalStateException(nothingToClose);
        }
    }
}
