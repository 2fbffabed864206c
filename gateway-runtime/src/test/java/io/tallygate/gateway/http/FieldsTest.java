package io.tallygate.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FieldsTest {
    private static final FieldName NAME = FieldName.of("X-Name");
    private static final FieldName OTHER = FieldName.of("X-Other");

    private final Random random = new Random(7);

    private static String written(Fields fields) {
        ByteBuf out = Unpooled.buffer();
        fields.writeTo(out);
        return out.toString(US_ASCII);
    }

    @Test
    void numbers_are_written_as_java_writes_them() {
        long tenToThe = 1;
        for (int digits = 1; digits <= 19; digits++, tenToThe *= 10) {
            for (long value : new long[] {tenToThe - 1, tenToThe, tenToThe + 1, -tenToThe, random.nextLong(tenToThe)}) {
                assertNumber(value);
            }
        }
        for (long value : new long[] {Integer.MAX_VALUE, Integer.MAX_VALUE + 1L, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertNumber(value);
        }
        for (int i = 0; i < 100_000; i++) {
            assertNumber(random.nextLong() >> random.nextInt(64));
        }
    }

    private static void assertNumber(long value) {
        Fields fields = new Fields();
        fields.add(NAME, value);
        assertThat(fields.get(NAME)).isEqualTo(Long.toString(value));
    }

    @Test
    void identifiers_are_written_as_java_writes_them() {
        for (int i = 0; i < 10_000; i++) {
            UUID id = new UUID(random.nextLong(), random.nextLong());
            Fields fields = new Fields();
            fields.begin(NAME)
                    .uuid(id.getMostSignificantBits(), id.getLeastSignificantBits())
                    .end();
            assertThat(fields.get(NAME)).isEqualTo(id.toString());
        }
    }

    @Test
    void fields_of_another_message_are_added_without_those_that_were_taken_off() {
        Fields other = new Fields();
        other.add(NAME, "1");
        other.add(OTHER, "2");
        other.add(FieldName.CONTENT_LENGTH, 3);
        other.remove(OTHER);
        Fields fields = new Fields();
        fields.add(OTHER, "mine");
        fields.addAll(other);
        fields.addAll(new Fields());
        assertThat(written(fields)).isEqualTo("X-Other: mine\r\nX-Name: 1\r\nContent-Length: 3\r\n");
        assertThat(fields.idAt(1)).isZero();
        assertThat(fields.idAt(2)).isEqualTo(FieldName.IS_CONTENT_LENGTH);
        assertThat(fields.get(NAME)).isEqualTo("1");
        fields.replaceBy(other);
        assertThat(written(fields)).isEqualTo("X-Other: mine\r\nX-Name: 1\r\nContent-Length: 3\r\n");
    }

    @Test
    void a_name_begins_with_a_family_whatever_its_case_and_whether_a_dash_is_an_underscore() {
        byte[][] families = {"x-consumer-".getBytes(US_ASCII), "x-re".getBytes(US_ASCII)};
        for (String name :
                new String[] {"X-Consumer-Id", "x_consumer_id", "X-CONSUMER_", "X-Real-IP", "x_request-id"}) {
            assertThat(begins(name, families)).as(name).isTrue();
        }
        for (String name : new String[] {"X-Consume", "X-Consumers", "Y-Consumer-Id", "X", "X-R", "X--Consumer-"}) {
            assertThat(begins(name, families)).as(name).isFalse();
        }
    }

    private static boolean begins(String name, byte[][] families) {
        Fields fields = new Fields();
        fields.add(FieldName.of(name), "1");
        return fields.nameBegins(0, families);
    }
}
