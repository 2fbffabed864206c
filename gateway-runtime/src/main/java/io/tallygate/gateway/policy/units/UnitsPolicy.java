package io.tallygate.gateway.policy.units;

import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.AnswerHead;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.metering.recording.UnitAmount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads what an answer says that its call has used.
/// @param headers   of the answer, taken off
/// @param places    in the answer's body; null: it is not looked at
/// @param maxBytes  of the body, or of one event of a stream, that are looked at
record UnitsPolicy(List<Header> headers, @Nullable Places places, int maxBytes, UnitFaults faults) implements Policy {
    private static final FieldName ACCEPT_ENCODING = FieldName.of("Accept-Encoding");
    private static final FieldName RANGE = FieldName.of("Range");

    /// @param unit  its name
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Header(byte[] unit, FieldName field) {}

    @Override
    public Verdict check(Exchange call) {
        return Verdict.CONTINUE;
    }

    /// What is asked for is one that can be read, and all of it.
    @Override
    public void onRequest(Exchange call) {
        if (places != null) {
            Fields fields = call.request().fields();
            fields.set(ACCEPT_ENCODING, "identity");
            fields.remove(RANGE);
        }
    }

    @Override
    public void onAnswer(Exchange call) {
        AnswerHead answer = call.answer();
        if (call.isAnsweredHere()) {
            return;
        }
        List<byte[]> said = new ArrayList<>(headers.size());
        for (Header header : headers) {
            if (read(call, header)) {
                said.add(header.unit);
            }
        }
        Places wanted = places;
        if (wanted != null && answer.mayHaveBody(call.request().isHead())) {
            read(call, wanted, said);
        }
    }

    /// @return  whether it says an amount
    private boolean read(Exchange call, Header header) {
        Fields fields = call.answer().fields();
        int place = fields.find(header.field);
        if (place < 0) {
            return false;
        }
        UnitAmount amount = new UnitAmount();
        boolean right = fields.find(header.field, place + 1) < 0
                && amount.read(fields.octets(), fields.valueFrom(place), fields.valueTo(place));
        fields.remove(header.field);
        if (right) {
            call.usage().unit(header.unit, amount);
        } else {
            faults.malformed(header.unit);
        }
        return right;
    }

    private void read(Exchange call, Places wanted, List<byte[]> said) {
        Fields fields = call.answer().fields();
        String type = fields.get(FieldName.CONTENT_TYPE);
        BodyKind kind = type == null ? BodyKind.OTHER : BodyKind.of(type.toLowerCase(Locale.ROOT));
        if (kind == BodyKind.OTHER) {
            return; // a page or an image has no units
        }
        String coding = fields.joined("content-encoding", ",");
        if (coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase("identity")) {
            faults.coded();
            return;
        }
        UnitValues values = new UnitValues(call.usage(), wanted, said, faults);
        call.answerBody(new SeenBody(
                kind == BodyKind.EVENTS
                        ? new EventUnits(wanted, values, maxBytes, faults)
                        : new JsonUnits(wanted, values, maxBytes, kind == BodyKind.LINES, faults)));
    }

    private enum BodyKind {
        JSON,
        /// One JSON text behind the other.
        LINES,
        EVENTS,
        OTHER;

        static BodyKind of(String type) {
            int parameters = type.indexOf(';');
            String media = (parameters < 0 ? type : type.substring(0, parameters)).strip();
            return switch (media) {
                case "application/json", "text/json" -> JSON;
                case "text/event-stream" -> EVENTS;
                case "application/x-ndjson", "application/ndjson", "application/jsonl", "application/json-seq" -> LINES;
                default -> media.endsWith("+json") ? JSON : OTHER;
            };
        }
    }
}
