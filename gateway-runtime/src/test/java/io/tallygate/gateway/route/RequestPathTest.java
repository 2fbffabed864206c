package io.tallygate.gateway.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
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
        "/a//b/, /a/b/, /a/b/",
        "//a///b//, /a/b/, /a/b/",
        "//, /, /",
        "/%61/b%7e, /a/b~, /%61/b%7e",
        "/a/%e4%bd%a0, /a/%E4%BD%A0, /a/%e4%bd%a0",
        "/a/\u4f60, /a/%E4%BD%A0, /a/\u00e4\u00bd\u00a0",
        "/a/./b, /a/b, /a/b",
        "/a/b/../c, /a/c, /a/c",
        "/a/b/%2e%2E/c, /a/c, /a/c",
        "/../../a, /a, /a",
        "/a/b/.., /a/, /a/",
        "/a/b/../, /a/, /a/",
        "/a/.., /, /",
        "/a//../b, /b, /b",
        "/a/..., /a/..., /a/...",
        "/a/.hidden, /a/.hidden, /a/.hidden",
        "/a%2fb, /a%2Fb, /a%2fb",
        "/a%2f.b, /a%2F.b, /a%2f.b",
        "/a%2fb..c, /a%2Fb..c, /a%2fb..c",
        "/a;v=1/b, /a;v=1/b, /a;v=1/b",
        "/a%3bv=1, /a%3Bv=1, /a%3bv=1",
        "/me%40x%21, /me@x!, /me%40x%21",
        "/a|b, /a%7Cb, /a|b",
        "/a%3f%23%25, /a%3F%23%25, /a%3f%23%25",
        "/api%2e/x, /api./x, /api%2e/x",
        "/vim/%094, /vim/%094, /vim/%094",
    })
    void a_path_has_one_normal_form(String sent, String normal, String raw) {
        RequestPath path = RequestPath.of(sent);
        assertThat(path.normalText()).isEqualTo(normal);
        assertThat(path.rawText()).isEqualTo(raw.replace("\u00e4", "\u00e4"));
        // the normal form of a normal form is itself
        assertThat(RequestPath.of(normal).normalText()).isEqualTo(normal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a/%00",
                "/a/%0a",
                "/a/%1f",
                "/a/\t",
                "/a/%7F",
                "/a/%",
                "/a/%2",
                "/a/%zz",
                "/a/..%2fb",
                "/a%2f../b",
                "/a/%2e%2e%2fb",
                "/public%2f..%2fadmin",
                "/a%2fb/../c",
                "/a%2f..;x%2fb",
                "/a/%2f./b",
                "/a%5cb",
                "/a\\b",
                "/a/..;x/b",
                "/a/%2e%2e;x/b"
            })
    void what_readers_may_take_for_different_places_is_refused(String sent) {
        assertThatThrownBy(() -> RequestPath.of(sent)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nearly_all_paths_are_not_copied() {
        byte[] request = "GET /acme/orders/7;v=1/.. HTTP/1.1".getBytes(ISO_8859_1);
        RequestPath path = new RequestPath();
        assertThat(path.read(request, 4, 22)).isNull();
        assertThat(path.normalText()).isEqualTo("/acme/orders/7;v=1");
        assertThat(path.normal()).isSameAs(request);
        assertThat(path.raw()).isSameAs(request);
        assertThat(path.read(request, 4, 25)).isNull();
        assertThat(path.normalText()).isEqualTo("/acme/orders/");
        assertThat(path.normal()).isNotSameAs(request);
    }

    @Test
    void a_prefix_is_taken_off_by_segments() {
        assertThat(behind("/%61cme/orders/x%20y", 2)).isEqualTo("/x%20y");
        assertThat(behind("/%61cme/orders/x%20y", 3)).isEmpty();
        assertThat(behind("/%61cme/orders/x%20y", 0)).isEqualTo("/%61cme/orders/x%20y");
        assertThat(behind("/acme/orders/", 2)).isEqualTo("/");
        assertThat(behind("/", 0)).isEmpty();
    }

    private static String behind(String sent, int segments) {
        RequestPath path = RequestPath.of(sent);
        return path.rawText().substring(path.rawBehind(segments) - path.rawFrom());
    }

    @ParameterizedTest(name = "{0} and {1} without {2} segments: {3}")
    @CsvSource({
        "'', /acme/x, 1, /x",
        "'', /acme, 1, /",
        "/base, /acme, 1, /base",
        "/base, /acme/, 1, /base/",
        "/base/, /acme, 1, /base/",
        "/base/, /acme/, 1, /base/",
        "/base/, /acme/x, 1, /base/x",
        "/base, /, 0, /base",
        "/base, //x//y, 0, /base/x/y",
        "/, /x, 0, /x",
        "/, /, 0, /",
    })
    void there_is_exactly_one_slash_between_base_and_rest(String base, String sent, int segments, String joined) {
        assertThat(UpstreamPath.of(base, RequestPath.of(sent), segments)).isEqualTo(joined);
    }
}
