package io.tallygate.gateway.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingTest {
    private static String map(String expression, String input) {
        Object plain = JsonText.plain(JsonText.read(input.getBytes(UTF_8)));
        return new String(Mapping.of(expression).map(plain, Map.of("status", 201), 10_000), UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'id': user.id, 'name': user.first & ' ' & user.last} |"
                        + " {\"user\":{\"id\":7,\"first\":\"A\",\"last\":\"B\"}} | {\"id\":7,\"name\":\"A B\"}",
                "$sum(lines.(price * quantity)) |"
                        + " {\"lines\":[{\"price\":2.5,\"quantity\":2},{\"price\":1,\"quantity\":3}]} | 8",
                "lines[price > 1].sku |"
                    + " {\"lines\":[{\"price\":2,\"sku\":\"a\"},{\"price\":1,\"sku\":\"b\"},{\"price\":3,\"sku\":\"c\"}]}"
                    + " | [\"a\",\"c\"]",
                "{'said': $status} | {} | {\"said\":201}",
                "$join(a, '-') & $pad('x', 3) & $pad('x', -3, '.') & $replace('a.a', '.', '/') | {\"a\":[\"1\",\"2\"]}"
                        + " | \"1-2x  ..xa/a\"",
                "$split('a,b', ',') | {} | [\"a\",\"b\"]",
                "$append([1,2],[3]) | {} | [1,2,3]",
                "a / b | {\"a\":6,\"b\":3} | 2",
                "nothing | {} | null",
                "{'a': null} | {} | {\"a\":null}"
            })
    void an_expression_makes_one_value_of_another(String expression, String input, String made) {
        assertThat(map(expression, input)).isEqualTo(made);
    }

    @Test
    void numbers_that_nobody_changes_stay_digit_for_digit() {
        String numbers = "[0.10,12345678901234567890123,1.000000000000000000001,9007199254740993]";
        assertThat(map("{'n': n}", "{\"n\":" + numbers + "}")).isEqualTo("{\"n\":" + numbers + "}");
    }

    @Test
    void a_mapping_does_not_remember_what_another_call_brought() {
        Mapping mapping = Mapping.of("{'a': a, 'seen': $seen}");
        assertThat(mapping.map(Map.of("a", 1), Map.of("seen", 5), 100))
                .asString(UTF_8)
                .isEqualTo("{\"a\":1,\"seen\":5}");
        assertThat(mapping.map(Map.of(), Map.of(), 100)).asString(UTF_8).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$match(a, /(x+)+y/)",
                "a ~> /x/",
                "$contains(a, /x/i)",
                "a and /x/",
                "(/* c */ /x/)",
                "{'a': ",
                "$$$(",
                "a b"
            })
    void what_is_no_expression_is_told_when_it_is_read(String expression) {
        assertThatThrownBy(() -> Mapping.of(expression)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "( $f := function($x) { $f($x) + 1 }; $f(1) ) | WORK",
                "( $f := function($x) { $x < 0 ? 1 : $f($x - 1) + $f($x - 1) }; $f(60) ) | WORK",
                "( $f := function($x) { $f($x) }; $f(1) ) | WORK",
                "[1..100000].( $a := $; [1..100000].($a * $) ) | WORK",
                "$map([1..100000], function($i) { $map([1..1000], function($j) { $i }) }) | WORK",
                "$string([1..9000000]) | SIZE",
                "$reverse([1..9000000]) | SIZE",
                "$pad('x', 900000000) | SIZE",
                "( $a := $pad('x', 1000000); $b := [1..1000].($a); $join($b) ) | SIZE",
                "( $a := $pad('x', 1000000); $replace($a, 'x', $a) ) | SIZE",
                "( $d := function($s, $n) { $n = 0 ? $s : $d($s & $s, $n - 1) }; $length($d('xxxxxxxxxx', 40)) ) |"
                        + " SIZE",
                "( $d := function($l, $n) { $n = 0 ? $l : $d($append($l, $l), $n - 1) }; $d([1,2,3], 40) ) | SIZE",
                "( $d := function($l, $n) { $n = 0 ? $l : $d([[$l],[$l]], $n - 1) }; $d('x', 40) & '' ) | SIZE",
                "( $d := function($l, $n) { $n = 0 ? $l : $d({'a': $l, 'b': $l}, $n - 1) }; $d('x', 40) ) | SIZE",
                "$eval('1') | WORK",
                "$reduce([1..50000], $append) | WORK",
                "a + 1 | MISFIT",
                "function($x) { $x } | MISFIT",
                "$error('no such thing') | SAID",
                "$assert(false, 'not so') | SAID"
            })
    void what_would_cost_too_much_or_does_not_fit_ends_soon(String expression, JsonFault.Kind kind) {
        long begun = System.nanoTime();
        assertThatThrownBy(() -> map(expression, "{\"a\":\"text\"}"))
                .asInstanceOf(InstanceOfAssertFactories.type(JsonFault.class))
                .satisfies(
                        fault -> assertThat(fault.kind()).as(fault.getMessage()).isEqualTo(kind));
        assertThat(System.nanoTime() - begun).isLessThan(5_000_000_000L); // a busy machine's
    }

    @Test
    void what_comes_out_is_bounded_in_length_and_depth() {
        assertThatThrownBy(() -> map("[1..9000].('some text')", "{}")).isInstanceOf(JsonFault.class);
        String deep = "[".repeat(70) + "]".repeat(70);
        assertThatThrownBy(() -> map(deep, "{}")).isInstanceOf(JsonFault.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{'a':1,}",
                "{'a':1} x",
                "{'a':1,'a':2}",
                "[01]",
                "NaN",
                "// c\n1",
                "{\"a\":\"\t\"}"
            })
    void what_is_no_json_is_none(String text) {
        assertThatThrownBy(() -> JsonText.read(text.replace('\'', '"').getBytes(UTF_8)))
                .isInstanceOf(JsonFault.class);
    }

    @Test
    void json_that_is_nested_too_deeply_is_told_from_what_is_broken() {
        assertThatThrownBy(() -> JsonText.read(("[".repeat(65) + "]".repeat(65)).getBytes(UTF_8)))
                .asInstanceOf(InstanceOfAssertFactories.type(JsonFault.class))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(JsonFault.Kind.DEPTH));
        JsonText.read(("[".repeat(64) + "]".repeat(64)).getBytes(UTF_8));
    }
}
