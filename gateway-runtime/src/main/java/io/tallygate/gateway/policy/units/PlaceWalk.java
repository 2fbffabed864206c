package io.tallygate.gateway.policy.units;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Goes down a tree of places beside the tokens of a JSON text.
final class PlaceWalk {
    private final Places places;
    private final UnitValues values;

    /// Of every array and object that is open: its place, null where there is none on the way.
    private final List<Places.@Nullable Node> open = new ArrayList<>();

    /// Of every one that is open: how many elements there were, -1 in an object.
    private int[] elements = new int[16];

    private Places.@Nullable Node member;

    PlaceWalk(Places places, UnitValues values) {
        this.places = places;
        this.values = values;
    }

    void token(JsonToken token, JsonParser parser) throws IOException {
        switch (token) {
            case START_OBJECT -> open(-1);
            case START_ARRAY -> open(0);
            case END_OBJECT, END_ARRAY -> open.removeLast();
            case FIELD_NAME -> {
                Places.Node in = open.getLast();
                member = in == null ? null : in.below(parser.currentName());
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> value(parser, true);
            case VALUE_STRING -> value(parser, false);
            case VALUE_TRUE, VALUE_FALSE -> {
                Places.Node at = next();
                if (at != null && !at.units().isEmpty()) {
                    values.wrong(at);
                }
            }
            case VALUE_NULL -> next(); // not told yet, as models say it in all events but the last
            case VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> {}
        }
    }

    private void value(JsonParser parser, boolean isNumber) throws IOException {
        Places.Node at = next();
        if (at != null && !at.units().isEmpty()) {
            values.tell(at, parser.getText(), isNumber);
        }
    }

    private void open(int count) {
        Places.Node at = next();
        if (at != null && !at.units().isEmpty()) {
            values.wrong(at);
        }
        if (open.size() == elements.length) {
            elements = java.util.Arrays.copyOf(elements, elements.length * 2);
        }
        elements[open.size()] = count;
        open.add(at);
    }

    /// Where the value stands that begins now.
    private Places.@Nullable Node next() {
        if (open.isEmpty()) {
            return places.root();
        }
        int depth = open.size() - 1;
        if (elements[depth] < 0) {
            Places.Node at = member;
            member = null;
            return at;
        }
        Places.Node in = open.get(depth);
        int index = elements[depth]++;
        return in == null ? null : in.below(index);
    }
}
