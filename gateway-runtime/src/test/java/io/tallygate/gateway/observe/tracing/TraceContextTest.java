package io.tallygate.gateway.observe.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// W3C Trace Context, levels 1 and 2.
class TraceContextTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";
    private final Fields fields = new Fields();
    private final TraceContext context = new TraceContext();

    private void sent(String traceparent, String... tracestates) {
        fields.add(FieldName.of("TraceParent"), traceparent);
        for (String tracestate : tracestates) {
            fields.add(TraceContext.TRACESTATE, tracestate);
        }
        context.read(fields);
    }

    @Test
    void a_well_formed_one_is_read_and_stays_as_it_was_sent() {
        sent("00-" + TRACE + "-" + PARENT + "-01", "congo=t61rcWkgMzE,rojo=00f067aa0ba902b7");
        assertThat("%016x%016x".formatted(context.traceHigh(), context.traceLow()))
                .isEqualTo(TRACE);
        assertThat("%016x".formatted(context.parent())).isEqualTo(PARENT);
        assertThat(context.isSampled()).isTrue();
        assertThat(fields.get(TraceContext.TRACEPARENT)).isEqualTo("00-" + TRACE + "-" + PARENT + "-01");
        assertThat(fields.get(TraceContext.TRACESTATE)).isEqualTo("congo=t61rcWkgMzE,rojo=00f067aa0ba902b7");
        context.put(fields, 0xabL);
        assertThat(fields.get(TraceContext.TRACEPARENT)).isEqualTo("00-" + TRACE + "-00000000000000ab-01");
    }

    @ParameterizedTest
    @CsvSource({
        "00, false",
        "01, true",
        "02, false",
        "fd, true", // bits that nobody knows are not carried on
    })
    void only_the_flags_that_are_known_go_on(String flags, boolean sampled) {
        sent("00-" + TRACE + "-" + PARENT + "-" + flags);
        assertThat(context.isSampled()).isEqualTo(sampled);
        context.put(fields, 1);
        assertThat(fields.get(TraceContext.TRACEPARENT)).matches("00-[0-9a-f]{32}-0000000000000001-0[0-3]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-011",
                "00-4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "0-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-011",
                "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.what",
                "",
                "x"
            })
    void a_malformed_one_is_none_and_takes_its_state_with_it(String traceparent) {
        sent(traceparent, "congo=1");
        assertThat(context.isThere()).isFalse();
        assertThat(context.wasMalformed()).isTrue();
        assertThat(fields.contains(TraceContext.TRACEPARENT)).isFalse();
        assertThat(fields.contains(TraceContext.TRACESTATE)).isFalse();
    }

    @Test
    void of_a_later_version_is_read_what_this_one_has() {
        sent("cc-" + TRACE + "-" + PARENT + "-01-what-the-future-brings");
        assertThat(context.isThere()).isTrue();
        context.put(fields, 1);
        assertThat(fields.get(TraceContext.TRACEPARENT)).startsWith("00-" + TRACE);
    }

    @Test
    void two_are_none() {
        fields.add(TraceContext.TRACEPARENT, "00-" + TRACE + "-" + PARENT + "-01");
        sent("00-" + TRACE + "-" + PARENT + "-01");
        assertThat(context.isThere()).isFalse();
        assertThat(fields.contains(TraceContext.TRACEPARENT)).isFalse();
    }

    @Test
    void a_state_alone_means_nothing() {
        fields.add(TraceContext.TRACESTATE, "congo=1");
        context.read(fields);
        assertThat(context.wasMalformed()).isFalse();
        assertThat(fields.contains(TraceContext.TRACESTATE)).isFalse();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a=1|true",
                "a=1, b=2 ,,c=3|true",
                "fw529a3039@dt=FfxN|true",
                "0a/b*c_d-e=x y!|true",
                "A=1|false",
                "a|false",
                "=1|false",
                "a=1=2|false",
                "a@b@c=1|false",
                "@b=1|false",
                "a@=1|false",
                "a b=1|false"
            })
    void a_state_that_is_malformed_is_taken_off_alone(String tracestate, boolean stays) {
        sent("00-" + TRACE + "-" + PARENT + "-01", tracestate);
        assertThat(context.isThere()).isTrue();
        assertThat(fields.contains(TraceContext.TRACESTATE)).isEqualTo(stays);
    }

    @Test
    void a_state_has_32_members_at_most_over_all_its_fields() {
        String[] many = new String[33];
        for (int i = 0; i < many.length; i++) {
            many[i] = "k" + i + "=v";
        }
        sent("00-" + TRACE + "-" + PARENT + "-01", many);
        assertThat(fields.contains(TraceContext.TRACESTATE)).isFalse();
    }
}
