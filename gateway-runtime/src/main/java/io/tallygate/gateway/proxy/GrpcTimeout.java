package io.tallygate.gateway.proxy;

import io.tallygate.gateway.http.AnswerHead;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.http.RequestHead;

/// How long a client of gRPC waits, as it says itself, and what it hears when that is over.
final class GrpcTimeout {
    private static final FieldName GRPC_TIMEOUT = FieldName.of("grpc-timeout");
    private static final FieldName GRPC_STATUS = FieldName.of("grpc-status");
    private static final FieldName GRPC_MESSAGE = FieldName.of("grpc-message");
    private static final int MAX_DIGITS = 8;
    private static final int DEADLINE_EXCEEDED = 4;

    private GrpcTimeout() {}

    /// @return  0 when it says nothing that can be understood
    static long nanos(RequestHead head) {
        Fields fields = head.fields();
        int place = head.isHttp2() ? fields.find(GRPC_TIMEOUT) : -1;
        if (place < 0) {
            return 0;
        }
        byte[] octets = fields.octets();
        int from = fields.valueFrom(place);
        int unitAt = fields.valueTo(place) - 1;
        if (unitAt - from < 1 || unitAt - from > MAX_DIGITS) {
            return 0;
        }
        long value = 0;
        for (int i = from; i < unitAt; i++) {
            int digit = octets[i] - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            value = value * 10 + digit;
        }
        return value
                * switch (octets[unitAt]) {
                    case 'H' -> 3_600_000_000_000L;
                    case 'M' -> 60_000_000_000L;
                    case 'S' -> 1_000_000_000L;
                    case 'm' -> 1_000_000L;
                    case 'u' -> 1_000L;
                    case 'n' -> 1L;
                    default -> 0L;
                };
    }

    /// An answer that is nothing but its trailers, and those in its head.
    static void answer(AnswerHead answer) {
        answer.begin(200, -1);
        answer.fields().add(FieldName.CONTENT_TYPE, "application/grpc");
        answer.fields().add(GRPC_STATUS, DEADLINE_EXCEEDED);
        answer.fields().add(GRPC_MESSAGE, "The time that the client gave is over.");
    }
}
