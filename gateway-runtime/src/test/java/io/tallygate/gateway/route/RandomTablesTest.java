package io.tallygate.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.route.PathPattern.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Thousands of tables that nobody would think of, each changed route by route, answer as the [NaiveMatcher] does.
class RandomTablesTest {
    private static final String[] HOSTS = {"a.ex", "b.a.ex", "*.ex", "*.a.ex", "a.ex:81", "*.ex:81", "[::1]", "[::1]:81"
    };
    private static final String[] ASKED_HOSTS = {
        "", "a.ex", "a.ex:81", "b.a.ex", "c.b.a.ex:81", "z.ex", "ex", "other", "[::1]:81", "[::1]"
    };
    private static final String[] SEGMENTS = {"a", "b", "ab", "a.j", "%2F"};
    private static final String[] PARAMETERS = {"{x}", "{y}", "{x}.j", "a{x}", "a{z}b"};
    private static final String[] REGEXES = {
        ".*",
        "/a",
        "/a/[ab]+",
        "/a(/b)?",
        "/[ab.j]+",
        "/a/b/.*b$",
        "/a|/b",
        "/ab/\\w",
        "(?:/a)*",
        "/a/.",
        "/b/(a|ab)",
        "/a/"
    };
    private static final String[] METHODS = {"GET", "PUT", "POST"};

    private final Random random = new Random(20_261_130);

    @Test
    void every_table_answers_as_the_documentation_says() {
        int found = 0;
        for (int table = 0; table < 2_000; table++) {
            found += check(table);
        }
        assertThat(found).as("requests that some route answered").isGreaterThan(20_000);
    }

    private int check(int number) {
        RouteTable<Route> table = RouteTable.empty(route -> route);
        Map<UUID, Route> routes = new LinkedHashMap<>();
        int found = 0;
        for (int step = 0; step < 4; step++) {
            List<Route> removed = new ArrayList<>();
            List<Route> added = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(8); i++) {
                Route route = route(1 + random.nextInt(20));
                Route before = routes.put(route.id(), route);
                if (before != null && !added.remove(before)) {
                    removed.add(before);
                }
                added.add(route);
                if (random.nextInt(5) == 0) {
                    routes.remove(route.id());
                    added.remove(route);
                }
            }
            table = table.with(removed, added);
            assertThat(table.size()).isEqualTo(routes.size());
            for (int i = 0; i < 12; i++) {
                AskedFor asked = asked();
                RouteMatch<Route> answer = table.match(asked);
                Route expected = NaiveMatcher.match(routes.values(), asked);
                assertThat(answer == null ? null : answer.route())
                        .as("table %d, step %d: %s among %s", number, step, asked, routes.values())
                        .isEqualTo(expected);
                assertThat(table.methodsAt(asked)).isEqualTo(NaiveMatcher.methodsAt(routes.values(), asked));
                found += answer == null ? 0 : 1;
            }
        }
        return found;
    }

    private Route route(int id) {
        List<String> hosts = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            hosts.add(one(HOSTS));
        }
        Conditions[] matches = new Conditions[1 + random.nextInt(3)];
        for (int i = 0; i < matches.length; i++) {
            matches[i] = conditions();
        }
        return RouteTableTest.route(id, hosts.stream().distinct().toList(), matches);
    }

    private Conditions conditions() {
        PathPattern path = switch (random.nextInt(5)) {
            case 0 -> PathPattern.of(Kind.EXACT, path(1 + random.nextInt(3), 0));
            case 1 -> PathPattern.of(Kind.TEMPLATE, path(1 + random.nextInt(3), 2));
            case 2 -> PathPattern.of(Kind.REGEX, one(REGEXES));
            default -> PathPattern.prefix(path(random.nextInt(4), 0));
        };
        Set<String> methods = new HashSet<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            methods.add(one(METHODS));
        }
        List<FieldCondition> headers = new ArrayList<>();
        while (random.nextInt(4) == 0 && headers.size() < 2) {
            headers.add(
                    random.nextBoolean()
                            ? FieldCondition.exact(one("x", "y"), one("1", "2"))
                            : FieldCondition.regex(one("x", "y"), "[13]"));
        }
        List<FieldCondition> query = new ArrayList<>();
        while (random.nextInt(4) == 0 && query.size() < 2) {
            query.add(
                    random.nextBoolean()
                            ? FieldCondition.exact(one("q", "r"), one("1", "2"))
                            : FieldCondition.regex(one("q", "r"), "[13]"));
        }
        return new Conditions(path, methods, headers, query);
    }

    private String path(int segments, int parameterChance) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < segments; i++) {
            path.append('/').append(random.nextInt(4) < parameterChance ? one(PARAMETERS) : one(SEGMENTS));
        }
        return segments > 0 && random.nextInt(8) == 0 ? path + "/" : path.toString();
    }

    private AskedFor asked() {
        String target = path(random.nextInt(5), 0);
        target = target.isEmpty() ? "/" : target;
        if (random.nextBoolean()) {
            target += "?" + one("q", "r") + "=" + one("1", "2", "3") + "&" + one("q", "r") + "=" + one("1", "2");
        }
        AskedFor asked = new AskedFor(one("GET", "PUT", "HEAD"), one(ASKED_HOSTS), target);
        if (random.nextBoolean()) {
            asked.header(one("x", "Y"), random.nextBoolean() ? List.of(one("1", "2")) : List.of("3", one("1", "2")));
        }
        return asked;
    }

    private String one(String... of) {
        return of[random.nextInt(of.length)];
    }
}
