package io.tallygate.portal.usage.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 7, 99, 1_000, 123_456_789_012L})
    void the_highest_bar_fits_below_the_top_line_and_lines_are_few(long highest) {
        Chart chart = Chart.of(List.of(value(highest), value(highest / 3)));
        Chart.Line top = chart.lines().getLast();
        assertThat(top.value()).isGreaterThanOrEqualTo(BigDecimal.valueOf(highest));
        assertThat(chart.lines()).hasSizeBetween(2, 6);
        assertThat(chart.bars().getFirst().y()).isGreaterThanOrEqualTo(top.at());
    }

    @Test
    void one_call_beside_a_million_is_still_seen() {
        Chart chart = Chart.of(List.of(value(1_000_000), value(1), value(0)));
        assertThat(chart.bars().get(1).height()).isEqualTo(2);
        assertThat(chart.bars().get(2).height()).isZero();
    }

    @Test
    void bars_stand_beside_each_other_within_the_width() {
        Chart chart = Chart.of(IntStream.range(0, 745).mapToObj(at -> value(at)).toList());
        for (int at = 1; at < 745; at++) {
            Chart.Bar before = chart.bars().get(at - 1);
            assertThat(chart.bars().get(at).x()).isGreaterThanOrEqualTo(before.x() + before.width());
        }
        assertThat(chart.bars().getLast().x()).isLessThan(chart.width());
        assertThat(chart.marks()).hasSizeLessThanOrEqualTo(9);
    }

    private static Chart.Value value(long calls) {
        return new Chart.Value("label", "mark", BigDecimal.valueOf(calls), false);
    }
}
