package io.tallygate.gateway.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One route answers, always the same one.
class RouteTableTest {
    private static final RouteTable<Route> TABLE = table(
            route(1, List.of(), "/acme", Set.of()),
            route(2, List.of(), "/acme/orders", Set.of("GET")),
            route(3, List.of("api.acme.example"), "", Set.of()),
            route(4, List.of("api.acme.example"), "/v1", Set.of("POST")),
            route(5, List.of(), "/acme/orders/archive/old", Set.of()));

    private static Route route(int id, List<String> hosts, String path, Set<String> methods) {
        UUID any = new UUID(9, 9);
        return new Route(
                new UUID(1, id), any, "acme", "live", any, any, hosts, path, methods, true, true, Operations.NONE);
    }

    private static RouteTable<Route> table(Route... routes) {
        return RouteTable.of(List.of(routes), route -> route, (_, why) -> {
            throw new AssertionError(why);
        });
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
        "GET, api.acme.example, /v1/x, 3",
        "POST, api.acme.example, /v1/x, 4",
        "GET, other.example, /acme/x, 1"
    })
    void the_longest_prefix_that_answers_is_taken_on_segment_boundaries(
            String method, String host, String path, int expected) {
        Route found = TABLE.match(host, path, method);
        assertThat(found == null ? 0 : found.id().getLeastSignificantBits()).isEqualTo(expected);
    }

    @Test
    void of_two_routes_that_want_the_same_the_older_is_served() {
        List<Route> refused = new ArrayList<>();
        Route younger = route(8, List.of(), "/a", Set.of());
        RouteTable<Route> table = RouteTable.of(
                List.of(younger, route(7, List.of(), "/a", Set.of())),
                route -> route,
                (route, _) -> refused.add(route));
        assertThat(refused).containsExactly(younger);
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void ten_thousand_routes_are_each_found() {
        List<Route> many = new ArrayList<>();
        for (int i = 1; i <= 10_000; i++) {
            many.add(route(i, List.of(), "/t" + i % 100 + "/api" + i, Set.of()));
        }
        RouteTable<Route> table = table(many.toArray(Route[]::new));
        for (Route route : many) {
            assertThat(table.match("h", route.path() + "/x", "GET")).isSameAs(route);
        }
    }

    @ParameterizedTest(name = "{0} {1} is {2}")
    @CsvSource({
        "GET, /orders, list",
        "GET, /orders/7, get",
        "GET, /orders/mine, mine",
        "GET, /orders/7.json, json",
        "POST, /orders, ''",
        "GET, /orders/7/lines, ''"
    })
    void an_operation_is_named_by_method_and_template_literals_first(String method, String path, String name) {
        Operations operations = new Operations(List.of(
                new Operations.Template("get", "GET", "/orders/{id}"),
                new Operations.Template("mine", "GET", "/orders/mine"),
                new Operations.Template("json", "GET", "/orders/{id}.json"),
                new Operations.Template("list", "GET", "/orders")));
        assertThat(new String(operations.nameOf(method, "/acme" + path, 5), UTF_8))
                .isEqualTo(name);
    }
}
