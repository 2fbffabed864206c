package io.tallygate.gateway.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.0, true",
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.7/24, 192.0.2.1, true",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.6, false",
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::, false",
        "2001:db8::/65, 2001:db8::7fff:0:0:0, true",
        "2001:db8::/65, 2001:db8:0:0:8000::, false",
        "::ffff:192.0.2.0/120, 192.0.2.9, true",
        "192.0.2.0/24, ::ffff:192.0.2.9, true",
        "128.0.0.0/1, 127.255.255.255, false",
        "::/0, 192.0.2.1, true"
    })
    void a_range_contains_what_its_first_bits_say(String range, String address, boolean contains) {
        assertThat(Networks.of(List.of(range)).contains(Objects.requireNonNull(IpAddress.parse(address))))
                .isEqualTo(contains);
    }

    @Test
    void many_ranges_that_overlap_are_looked_up_like_one_list() {
        List<String> ranges = List.of("10.0.0.0/8", "10.1.0.0/16", "192.0.2.0/25", "192.0.2.128/25", "2001:db8::/48");
        Networks networks = Networks.of(ranges);
        for (String inside : List.of("10.0.0.0", "10.255.255.255", "192.0.2.127", "192.0.2.128", "2001:db8::9")) {
            assertThat(networks.contains(Objects.requireNonNull(IpAddress.parse(inside))))
                    .as(inside)
                    .isTrue();
        }
        for (String outside : List.of("9.255.255.255", "11.0.0.0", "192.0.3.0", "2001:db8:1::", "::")) {
            assertThat(networks.contains(Objects.requireNonNull(IpAddress.parse(outside))))
                    .as(outside)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "01.2.3.4",
                "0x7f.1.1.1",
                "1.2.3.4 ",
                "fe80::1%eth0",
                ":::",
                "g::",
                "localhost"
            })
    void what_is_no_address_is_none(String text) {
        assertThat(IpAddress.parse(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.3.4/33", "1.2.3.4/", "1.2.3.4/-1", "1.2.3.4/08", "::/129", "example.com/8"})
    void what_is_no_range_is_refused_by_name(String range) {
        assertThatThrownBy(() -> Networks.of(List.of(range)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(range);
    }
}
