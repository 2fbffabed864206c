package io.tallygate.gateway.policy.limit;

import io.tallygate.gateway.counter.Allowance;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.Fields;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many units a call uses: so many, by its operation, or as the upstream's answer says in a header, which the
/// client
/// does not see. What the answer says is counted when it comes; until then the call costs what it costs without.
public final class CallCost {
    public static final CallCost ONE = new CallCost(1, Map.of(), null);

    private final long units;
    private final byte[][] operations;
    private final long[] unitsOf;
    private final @Nullable String header;

    /// @param units       of a call of no named operation
    /// @param operations  units by the operation's id
    /// @param header      of the answer; null: none is looked at
    public CallCost(long units, Map<String, Long> operations, @Nullable String header) {
        this.units = units;
        this.operations = new byte[operations.size()][];
        this.unitsOf = new long[operations.size()];
        int at = 0;
        for (Map.Entry<String, Long> operation : operations.entrySet()) {
            this.operations[at] = operation.getKey().getBytes(java.nio.charset.StandardCharsets.UTF_8);
            this.unitsOf[at++] = operation.getValue();
        }
        this.header = header == null ? null : header.toLowerCase(Locale.ROOT);
    }

    long of(Exchange call) {
        byte[] operation = call.usage().operation;
        for (int i = 0; i < operations.length; i++) {
            if (Arrays.equals(operations[i], operation)) {
                return unitsOf[i];
            }
        }
        return units;
    }

    /// Takes the header off.
    /// @return  what it says; -1: nothing that can be believed
    long fromAnswer(Exchange call) {
        String name = header;
        if (name == null) {
            return -1;
        }
        Fields fields = call.answer().fields();
        int place = fields.find(name, 0);
        if (place < 0) {
            return -1;
        }
        String value = fields.valueAt(place);
        boolean alone = fields.find(name, place + 1) < 0;
        fields.remove(name);
        return alone && value.matches("[0-9]{1,9}") ? Math.min(Long.parseLong(value), Allowance.MOST_COST) : -1;
    }
}
