package io.tallygate.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is compared and what is sent have the same segments, whatever was encoded.
class RequestPathTest {
    @ParameterizedTest(name = "{0} is compared as {1} and sent as {2}")
    @CsvSource({
        "/a/b, /a/b, /a/b",
        "/, /, /",
        "/a//b/, /a//b/, /a//b/",
        "/%61/b%7e, /a/b~, /%61/b%7e",
        "/a/%e4%bd%a0, /a/%E4%BD%A0, /a/%e4%bd%a0",
        "/a/./b, /a/b, /a/b",
        "/a/b/../c, /a/c, /a/c",
        "/a/b/%2e%2E/c, /a/c, /a/c",
        "/../../a, /a, /a",
        "/a/b/.., /a/, /a/",
        "/a/..., /a/..., /a/...",
        "/a/.hidden, /a/.hidden, /a/.hidden",
        "/a%2fb, /a%2Fb, /a%2fb",
        "/a;v=1/b, /a;v=1/b, /a;v=1/b"
    })
    void a_path_has_one_normal_form(String sent, String normal, String raw) {
        RequestPath path = RequestPath.of(sent);
        assertThat(path.normal()).isEqualTo(normal);
        assertThat(path.raw()).isEqualTo(raw);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a/%00",
                "/a/%0a",
                "/a/%",
                "/a/%2",
                "/a/%zz",
                "/a/..%2fb",
                "/a%2f../b",
                "/a/%2e%2e%2fb",
                "/a%5c..%5cb",
                "/a/..;x/b"
            })
    void what_readers_may_take_for_different_places_is_refused(String sent) {
        assertThatThrownBy(() -> RequestPath.of(sent)).isInstanceOf(RequestPath.AmbiguousPath.class);
    }

    @Test
    void a_prefix_is_taken_off_by_segments() {
        RequestPath path = RequestPath.of("/%61cme/orders/x%20y");
        assertThat(path.rawBehind(2)).isEqualTo("/x%20y");
        assertThat(path.rawBehind(3)).isEmpty();
        assertThat(path.rawBehind(0)).isEqualTo("/%61cme/orders/x%20y");
        assertThat(RequestPath.of("/acme/orders/").rawBehind(2)).isEqualTo("/");
    }
}
