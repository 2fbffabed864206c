package io.tallygate.gateway.json;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an expression has made, as JSON, to a bound in length and depth.
final class BoundedWriter {
    private static final JsonFactory JSON = new JsonFactory();
    /// More digits are not those of a number in binary.
    private static final MathContext DIGITS = new MathContext(15);

    private BoundedWriter() {}

    private static final class Room extends ByteArrayOutputStream {
        private final int most;

        Room(int most) {
            super(256);
            this.most = most;
        }

        @Override
        public synchronized void write(int octet) {
            check(1);
            super.write(octet);
        }

        @Override
        public synchronized void write(byte[] from, int at, int length) {
            check(length);
            super.write(from, at, length);
        }

        private void check(int more) {
            if (size() + (long) more > most) {
                throw new JsonFault(JsonFault.Kind.SIZE, "what comes out is longer than " + most + " bytes");
            }
        }
    }

    /// @throws JsonFault  when it is too large, too deep, or nothing that JSON has
    static byte[] write(@Nullable Object value, int maxBytes) {
        Room room = new Room(maxBytes);
        JsonGenerator out;
        try {
            out = JSON.createGenerator(room);
            write(value, out, 0);
            out.close();
        } catch (IOException impossible) { // nothing of it leaves memory
            throw new UncheckedIOException(impossible);
        }
        return room.toByteArray();
    }

    private static void write(@Nullable Object value, JsonGenerator out, int depth) throws IOException {
        if (depth > JsonText.MAX_DEPTH) {
            throw new JsonFault(JsonFault.Kind.DEPTH, "what comes out is nested deeper than " + JsonText.MAX_DEPTH);
        }
        switch (value) {
            case null -> out.writeNull();
            case Map<?, ?> members -> {
                out.writeStartObject();
                for (Map.Entry<?, ?> member : members.entrySet()) {
                    out.writeFieldName(String.valueOf(member.getKey()));
                    write(member.getValue(), out, depth + 1);
                }
                out.writeEndObject();
            }
            case Collection<?> items -> {
                out.writeStartArray();
                for (Object item : items) {
                    write(item, out, depth + 1);
                }
                out.writeEndArray();
            }
            case String text -> out.writeString(text);
            case Boolean truth -> out.writeBoolean(truth);
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            case BigInteger number -> out.writeNumber(number);
            case BigDecimal number -> out.writeNumber(number.toString());
            case Number number -> writeBinary(number.doubleValue(), out);
            default -> {
                if (value != Jsonata.NULL_VALUE) {
                    throw new JsonFault(JsonFault.Kind.MISFIT, "a function comes out");
                }
                out.writeNull();
            }
        }
    }

    private static void writeBinary(double number, JsonGenerator out) throws IOException {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new JsonFault(JsonFault.Kind.MISFIT, "a number comes out that JSON does not have");
        }
        if (number == Math.rint(number) && Math.abs(number) < 1L << 53) {
            out.writeNumber((long) number);
        } else {
            out.writeNumber(new BigDecimal(number, DIGITS).stripTrailingZeros().toString());
        }
    }
}
