package io.tallygate.gateway.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.gateway.route.PathPattern.Kind;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One route answers, always the same one.
class RouteTableTest {
    private static final RouteTable<Route> TABLE = table(
            route(1, List.of(), prefix("/acme")),
            route(2, List.of(), prefix("/acme/orders", "GET")),
            route(3, List.of("api.acme.example"), prefix("")),
            route(4, List.of("api.acme.example"), prefix("/v1", "POST")),
            route(5, List.of(), prefix("/acme/orders/archive/old")));

    static Route route(int id, List<String> hosts, Conditions... matches) {
        UUID any = new UUID(9, 9);
        return new Route(
                new UUID(1, id),
                any,
                "acme",
                "live",
                any,
                any,
                hosts.stream().map(HostPattern::of).toList(),
                List.of(matches),
                true,
                -1,
                true,
                Operations.NONE);
    }

    static Conditions prefix(String path, String... methods) {
        return conditions(Kind.PREFIX, path, methods);
    }

    static Conditions conditions(Kind kind, String path, String... methods) {
        return new Conditions(PathPattern.of(kind, path), Set.of(methods), List.of(), List.of());
    }

    static RouteTable<Route> table(Route... routes) {
        return RouteTable.<Route>empty(route -> route).with(List.of(), List.of(routes));
    }

    private static long id(@Nullable RouteMatch<Route> found) {
        return found == null ? 0 : found.route().id().getLeastSignificantBits();
    }

    private static long find(RouteTable<Route> table, String request) {
        String[] parts = request.split(" ", 3);
        return id(table.match(new AskedFor(parts[0], parts[1].equals("-") ? "" : parts[1], parts[2])));
    }

    @ParameterizedTest(name = "{0} {1}{2} -> route {3}")
    @CsvSource({
        "GET, '', /acme/orders, 2",
        "GET, '', /acme/orders/7, 2",
        "GET, '', /acme/ordersx, 1",
        "POST, '', /acme/orders/7, 1",
        "GET, '', /acme/orders/archive/old/x, 5",
        "GET, '', /acme/orders/archive/older, 2",
        "GET, '', /acme/, 1",
        "GET, '', /other, 0",
        "GET, '', /, 0",
        "GET, api.acme.example, /, 3",
        "GET, API.Acme.Example:9000, /, 3",
        "GET, api.acme.example, /v1/x, 3",
        "POST, api.acme.example, /v1/x, 4",
        "GET, other.example, /acme/x, 1"
    })
    void the_longest_prefix_that_answers_is_taken_on_segment_boundaries(
            String method, String host, String path, int expected) {
        assertThat(id(TABLE.match(new AskedFor(method, host, path)))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} -> route {1}")
    @CsvSource({
        "GET a.example /, 1",
        "GET a.example:8443 /, 2",
        "GET a.example:9000 /, 1",
        "GET x.a.example /, 3",
        "GET y.x.a.example /, 4",
        "GET z.y.x.a.example /, 4",
        "GET z.y.x.a.example:8443 /, 5",
        "GET x.a.example:8443 /, 3",
        "GET [::1]:9000 /, 6",
        "GET [::1] /, 6",
        "GET example /, 7",
        "GET - /, 7",
        // the exact host has no such path
        "GET a.example /only/anywhere, 1",
        "GET b.example /only/anywhere, 8"
    })
    void hosts_go_from_the_exact_to_the_longer_wildcard_to_any_and_a_port_goes_first(String request, int expected) {
        RouteTable<Route> table = table(
                route(1, List.of("a.example"), prefix("")),
                route(2, List.of("a.example:8443"), prefix("")),
                route(3, List.of("*.a.example"), prefix("")),
                route(4, List.of("*.X.a.example"), prefix("")),
                route(5, List.of("*.x.a.example:8443"), prefix("")),
                route(6, List.of("[::1]"), prefix("")),
                route(7, List.of(), prefix("")),
                route(8, List.of(), prefix("/only")));
        assertThat(find(table, request)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} -> route {1}")
    @CsvSource({
        "GET - /orders/mine, 1",
        "GET - /orders/7, 2",
        "GET - /orders/7.json, 3",
        "GET - /orders/a.b.json, 3",
        "GET - /orders/.json, 2",
        "GET - /orders/7/lines, 5",
        "GET - /orders/7/lines/2, 4",
        "GET - /orders/7/x, 6",
        "GET - /orders/7/, 6",
        "GET - /orders/, 6",
        "GET - /orders, 6",
        "GET - /orders/mine/x, 7",
        "GET - /orders/mine/lines, 8",
        "GET - /other/5, 10",
        "GET - /other/x, 9",
        "GET - /other/5/more, 10",
        "GET - /other/55, 9",
        "GET - /nowhere, 9"
    })
    void the_longer_lead_goes_first_then_exact_template_regex_prefix(String request, int expected) {
        RouteTable<Route> table = table(
                route(9, List.of(), prefix("")),
                route(6, List.of(), prefix("/orders")),
                route(2, List.of(), conditions(Kind.TEMPLATE, "/orders/{id}")),
                route(3, List.of(), conditions(Kind.TEMPLATE, "/orders/{name}.json")),
                route(4, List.of(), conditions(Kind.TEMPLATE, "/orders/{id}/lines/{line}")),
                route(5, List.of(), conditions(Kind.REGEX, "/orders/[0-9]+/lines")),
                route(7, List.of(), prefix("/orders/mine")),
                route(1, List.of(), conditions(Kind.EXACT, "/orders/mine")),
                route(8, List.of(), conditions(Kind.EXACT, "/orders/mine/lines")),
                route(10, List.of(), conditions(Kind.REGEX, "/other/[0-9]")));
        assertThat(find(table, request)).isEqualTo(expected);
    }

    @Test
    void what_does_not_answer_hides_nothing_that_does() {
        Conditions beta = new Conditions(
                PathPattern.prefix("/a/b"), Set.of(), List.of(FieldCondition.exact("x-ring", "beta")), List.of());
        Conditions paged = new Conditions(
                PathPattern.prefix("/a/b"), Set.of(), List.of(), List.of(FieldCondition.regex("page", "[0-9]+")));
        RouteTable<Route> table = table(
                route(1, List.of(), prefix("/a")),
                route(2, List.of(), prefix("/a/b", "PUT")),
                route(3, List.of("h"), conditions(Kind.EXACT, "/a/b/c", "DELETE")),
                route(4, List.of(), beta),
                route(5, List.of(), paged));
        assertThat(find(table, "GET h /a/b/c")).isEqualTo(1);
        assertThat(find(table, "PUT h /a/b/c")).isEqualTo(2);
        assertThat(find(table, "DELETE h /a/b/c")).isEqualTo(3);
        AskedFor beside = new AskedFor("GET", "h", "/a/b/c").header("X-Ring", List.of("alpha", "beta"));
        assertThat(id(table.match(beside))).isEqualTo(4);
        assertThat(find(table, "GET h /a/b/c?page=12")).isEqualTo(5);
        assertThat(find(table, "GET h /a/b/c?page=x&page=12")).isEqualTo(1);
        AskedFor both = new AskedFor("GET", "h", "/a/b/c?page=1").header("X-Ring", List.of("beta"));
        assertThat(id(table.match(both))).as("headers go before parameters").isEqualTo(4);
        AskedFor named = new AskedFor("PUT", "h", "/a/b/c?page=1").header("X-Ring", List.of("beta"));
        assertThat(id(table.match(named))).as("methods go before headers").isEqualTo(2);
    }

    @ParameterizedTest(name = "{0} is met by ?{1}: {2}")
    @CsvSource({
        "a b, n=a%20b, true",
        "a b, n=a+b, true",
        "a+b, n=a%2Bb, true",
        "é, n=%C3%A9, true",
        "é, n=%c3%a9&n=x, true",
        "a, m=1&n=a, true",
        "'', n=, true",
        "'', n, true",
        "a, N=a, false",
        "a, n=A, false",
        "a, n=ab, false",
        "a, n=b&n=a, false",
        "%, n=%, true",
        "a=b==, n=a=b==, true",
    })
    void parameters_are_compared_decoded_and_the_first_decides(String value, String query, boolean met) {
        assertThat(FieldCondition.exact("n", value).isMetByQuery(query)).isEqualTo(met);
    }

    @Test
    void of_two_routes_that_want_the_same_the_older_is_served_until_it_goes() {
        Route older = route(7, List.of(), prefix("/a"));
        Route younger = route(8, List.of(), prefix("/a"), prefix("/b"));
        RouteTable<Route> table = table(younger, older);
        assertThat(find(table, "GET - /a")).isEqualTo(7);
        assertThat(find(table, "GET - /b")).isEqualTo(8);
        assertThat(table.hidden()).containsOnlyKeys(younger.id());
        table = table.with(List.of(older), List.of());
        assertThat(find(table, "GET - /a")).isEqualTo(8);
        assertThat(table.hidden()).isEmpty();
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void who_hides_whom_is_known_through_all_changes() {
        Route any = route(1, List.of(), prefix("/a"));
        Route get = route(2, List.of(), prefix("/a", "GET"));
        Route both = route(3, List.of(), prefix("/a", "GET", "PUT"));
        Route put = route(4, List.of(), prefix("/a", "PUT"));
        Route second = route(5, List.of(), prefix("/a"), prefix("/a/"));
        RouteTable<Route> table = table(second, put, both, get, any);
        assertThat(table.hidden().keySet())
                .as("of PUT by both, of any by any")
                .containsExactlyInAnyOrder(put.id(), second.id());
        table = table.with(List.of(both, any), List.of());
        assertThat(table.hidden()).isEmpty();
        assertThat(find(table, "DELETE - /a")).isEqualTo(5);
        table = table.with(List.of(), List.of(any, both));
        assertThat(table.hidden()).containsOnlyKeys(put.id(), second.id());
        assertThat(find(table, "PUT - /a")).isEqualTo(3);
        table = table.with(List.of(any, get, both, put, second), List.of());
        assertThat(table.hidden()).isEmpty();
        assertThat(table.size()).isZero();
    }

    @Test
    void allow_names_the_methods_of_all_routes_at_the_place() {
        RouteTable<Route> table = table(
                route(1, List.of(), prefix("/a", "GET")),
                route(2, List.of(), conditions(Kind.TEMPLATE, "/a/{x}", "PUT", "DELETE")),
                route(3, List.of("*.example"), conditions(Kind.REGEX, "/a/[a-z]", "PATCH")),
                route(
                        4,
                        List.of(),
                        new Conditions(
                                PathPattern.prefix("/a"),
                                Set.of("POST"),
                                List.of(FieldCondition.exact("x", "1")),
                                List.of())));
        assertThat(table.methodsAt(new AskedFor("HEAD", "h.example", "/a/b")))
                .containsExactly("DELETE", "GET", "PATCH", "PUT");
        assertThat(table.methodsAt(new AskedFor("HEAD", "", "/a/b"))).containsExactly("DELETE", "GET", "PUT");
        assertThat(table.methodsAt(new AskedFor("HEAD", "", "/b"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "a)(b",
                "[",
                "\\",
                "(?<=x)y",
                "(a)\\1",
                "((a{1000}){1000}){1000}",
                "(((a{9}){9}){9}){99}",
                "x{1001}"
            })
    void a_pattern_that_does_not_compile_is_refused_alone(String regex) {
        assertThatThrownBy(() -> PathPattern.of(Kind.REGEX, "/" + regex)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FieldCondition.regex("x", regex)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
                "([a-z]{1,20}-){3}\\d{4}",
                "\\Q{9}{9}{9}(\\E",
                "[]{(]+",
                "[[:alpha:]{]{500}",
                "a{,3}"
            })
    void patterns_that_people_write_are_not_too_large(String regex) {
        assertThat(RegexSize.of(regex)).isLessThan(2_000);
        assertThat(PathPattern.of(Kind.REGEX, "/" + regex).text()).isEqualTo("/" + regex);
    }

    @Test
    void a_pattern_that_would_explode_elsewhere_takes_linear_time() {
        RouteTable<Route> table = table(route(1, List.of(), conditions(Kind.REGEX, "/(a|aa|a?)*b")));
        long began = System.nanoTime();
        assertThat(find(table, "GET - /" + "a".repeat(4_000))).isZero();
        assertThat((System.nanoTime() - began) / 1_000_000).isLessThan(2_000);
    }

    @ParameterizedTest(name = "{0} begins with {1}")
    @CsvSource({
        "/users/\\d+/profile, /users",
        "/users, /users",
        "^/users$, /users",
        "/users/, ''",
        "/user(s)?, ''",
        "/users?, ''",
        "/a/b\\.c/[x], /a/b.c",
        "/a|/b, ''",
        "/a/(b|c), /a",
        "(?i)/a/b, ''",
        ".*, ''",
        "/a/[|]b|/c, ''",
        "/a/\\Qb|c\\E, ''",
    })
    void a_regular_expression_shows_its_lead(String regex, String lead) {
        assertThat(RegexLead.of(regex)).isEqualTo(lead);
    }

    @Test
    void what_was_matched_can_be_taken_off() {
        RouteTable<Route> table = table(
                route(1, List.of(), conditions(Kind.REGEX, "/users/(\\d+)/profile")),
                route(2, List.of(), conditions(Kind.TEMPLATE, "/files/{name}.json")),
                route(3, List.of(), prefix("/acme/orders")),
                route(4, List.of(), prefix("")));
        assertThat(behind(table, "/users/123/profile/hello/world")).isEqualTo("3 /hello/world");
        assertThat(behind(table, "/files/a.json")).isEqualTo("2 ");
        assertThat(behind(table, "/acme/orders/7/")).isEqualTo("2 /7/");
        assertThat(behind(table, "/acme/orders")).isEqualTo("2 ");
        assertThat(behind(table, "/x")).isEqualTo("0 /x");
    }

    private static String behind(RouteTable<Route> table, String path) {
        AskedFor asked = new AskedFor("GET", "", path);
        RouteMatch<Route> found = Objects.requireNonNull(table.match(asked));
        return found.segments(asked) + " "
                + new String(asked.path(), found.behind(asked), asked.pathTo() - found.behind(asked), UTF_8);
    }

    @Test
    void ten_thousand_routes_are_each_found_and_nothing_is_allocated() {
        List<Route> many = new ArrayList<>();
        for (int i = 1; i <= 10_000; i++) {
            String path = "/t" + i % 100 + "/api" + i;
            many.add(
                    switch (i % 4) {
                        case 0 -> route(i, List.of("h" + i + ".example"), prefix(path));
                        case 1 ->
                            route(i, List.of("*.w" + i % 7 + ".example:9000"), conditions(Kind.EXACT, path + "/x"));
                        case 2 -> route(i, List.of(), conditions(Kind.TEMPLATE, path + "/{id}"));
                        default -> route(i, List.of(), prefix(path, "GET"));
                    });
        }
        RouteTable<Route> table = table(many.toArray(Route[]::new));
        List<AskedFor> requests = new ArrayList<>();
        for (Route route : many) {
            long i = route.id().getLeastSignificantBits();
            String host = i % 4 == 0 ? "h" + i + ".example" : i % 4 == 1 ? "a.b.w" + i % 7 + ".example:9000" : "other";
            AskedFor asked = new AskedFor("GET", host, "/t" + i % 100 + "/api" + i + "/x");
            requests.add(asked);
            assertThat(id(table.match(asked))).isEqualTo(i);
        }
        for (int round = 0; round < 5; round++) {
            requests.forEach(table::match); // compiled
        }
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < requests.size(); i++) {
            table.match(requests.get(i));
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000);
    }

    @Test
    void a_table_that_lost_all_its_routes_is_empty_again() {
        List<Route> many = new ArrayList<>();
        for (int i = 1; i <= 500; i++) {
            many.add(route(i, List.of("h" + i % 50, "*.w" + i % 3 + ":80"), prefix("/p" + i), prefix("/q" + i + "/r")));
        }
        RouteTable<Route> table = RouteTable.<Route>empty(route -> route);
        for (Route route : many) {
            table = table.with(List.of(), List.of(route));
        }
        RouteTable<Route> full = table;
        for (Route route : many) {
            table = table.with(List.of(route), List.of());
            long id = route.id().getLeastSignificantBits();
            assertThat(find(table, "GET h" + id % 50 + " /p" + id)).isZero();
            assertThat(find(full, "GET h" + id % 50 + " /p" + id)).isEqualTo(id);
        }
        assertThat(table.size()).isZero();
    }

    @ParameterizedTest(name = "{0} {1} is {2}")
    @CsvSource({
        "GET, /orders, list",
        "GET, /orders/7, get",
        "GET, /orders/mine, mine",
        "GET, /orders/7.json, json",
        "POST, /orders, ''",
        "GET, /orders/7/lines, ''",
        "GET, '', root",
        "GET, /, root"
    })
    void an_operation_is_named_by_method_and_template_literals_first(String method, String path, String name) {
        Operations operations = Operations.of(List.of(
                new Operations.Template("get", "GET", "/orders/{id}"),
                new Operations.Template("mine", "GET", "/orders/mine"),
                new Operations.Template("json", "GET", "/orders/{id}.json"),
                new Operations.Template("odd", "GET", "/orders//x"),
                new Operations.Template("root", "GET", "/"),
                new Operations.Template("list", "GET", "/orders")));
        assertThat(new String(operations.nameOf(new AskedFor(method, "", "/acme" + path), 5), UTF_8))
                .isEqualTo(name);
    }
}
