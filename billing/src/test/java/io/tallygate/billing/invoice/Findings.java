package io.tallygate.billing.invoice;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;

/// Compares what came out with what a row expects, by value; what a row expects and nobody compared is wrong,
/// too.
final class Findings {
    private static final BigDecimal SHOWN_PLACES = new BigDecimal("0.0000001");

    private final JsonNode expected;
    private final TreeSet<String> open = new TreeSet<>();
    private final List<String> wrong = new ArrayList<>();

    Findings(JsonNode expected) {
        this.expected = expected;
        for (Iterator<String> names = expected.fieldNames(); names.hasNext(); ) {
            open.add(names.next());
        }
    }

    void is(String field, BigDecimal actual) {
        if (open.remove(field) && new BigDecimal(expected.path(field).asText()).compareTo(actual) != 0) {
            wrong.add("%s %s, not %s"
                    .formatted(field, actual, expected.path(field).asText()));
        }
    }

    void is(String field, int actual) {
        is(field, new BigDecimal(actual));
    }

    void is(String field, boolean actual) {
        if (open.remove(field) && expected.path(field).asBoolean() != actual) {
            wrong.add(field + " " + actual);
        }
    }

    /// A share that does not end is shown to seven places, cut or rounded.
    void shown(String field, String name, BigDecimal actual) {
        JsonNode share = expected.path(field).path(name);
        if (!share.isMissingNode()
                && new BigDecimal(share.asText()).subtract(actual).abs().compareTo(SHOWN_PLACES) >= 0) {
            wrong.add("%s of %s %s, not %s".formatted(field, name, actual, share.asText()));
        }
    }

    void exact(String field, String name, BigDecimal actual) {
        JsonNode value = expected.path(field).path(name);
        if (!value.isMissingNode() && new BigDecimal(value.asText()).compareTo(actual) != 0) {
            wrong.add("%s of %s %s, not %s".formatted(field, name, actual, value.asText()));
        }
    }

    void compared(String field) {
        open.remove(field);
    }

    void add(String what) {
        wrong.add(what);
    }

    List<String> wrong() {
        open.forEach(field -> wrong.add(field + " was not compared"));
        return wrong;
    }
}
