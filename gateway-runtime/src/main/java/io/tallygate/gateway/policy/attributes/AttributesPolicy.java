package io.tallygate.gateway.policy.attributes;

import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Notes attributes of a call that was let through.
/// @param mostValues  different ones of each
record AttributesPolicy(List<Attribute> attributes, int mostValues, KnownValues known) implements Policy {
    /// One of the three.
    /// @param header    whose value it is; of several the first
    /// @param claim     of the caller's token
    /// @param constant  its value always
    /// @param values    seen so far
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Attribute(
            byte[] name,
            @Nullable FieldName header,
            @Nullable String claim,
            byte @Nullable [] constant,
            KnownValues.Values values) {}

    @Override
    public Verdict check(Exchange call) {
        return Verdict.CONTINUE;
    }

    @Override
    public void onRequest(Exchange call) {
        for (Attribute attribute : attributes) {
            byte[] constant = attribute.constant;
            if (constant != null) {
                call.usage().attribute(attribute.name, constant);
                continue;
            }
            String value = value(call, attribute);
            if (value != null && !value.isEmpty()) {
                call.usage().attribute(attribute.name, known.octets(attribute.values, value, mostValues));
            }
        }
    }

    private static @Nullable String value(Exchange call, Attribute attribute) {
        FieldName header = attribute.header;
        if (header == null) {
            return attribute.claim == null ? null : call.claim(attribute.claim);
        }
        Fields fields = call.request().fields();
        int place = fields.find(header);
        return place < 0 ? null : fields.valueAt(place);
    }
}
