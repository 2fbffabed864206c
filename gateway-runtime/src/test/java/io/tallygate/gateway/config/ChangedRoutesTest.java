package io.tallygate.gateway.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.counter.LimitCounts;
import io.tallygate.gateway.route.AskedFor;
import io.tallygate.gateway.route.RouteMatch;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Only what a batch touches is made anew, and comes out as if all had been told at once.
class ChangedRoutesTest {
    private static final UUID ACME = new UUID(1, 1);
    private static final UUID OTHER = new UUID(1, 2);

    @TempDir
    Path directory;

    private LimitCounts counts;
    private Configuration configuration;
    private FeedLines lines;
    private long revision;

    @BeforeEach
    void open() {
        counts = LimitCounts.open(directory.resolve("limits"), LimitCounts.Bounds.NONE);
        configuration = new Configuration(counts);
        lines = new FeedLines(configuration::read);
        apply("snapshot");
    }

    @AfterEach
    void close() {
        counts.close();
    }

    private void apply(String mode, String... changes) {
        try {
            revision++;
            lines.read(("{'type':'begin','mode':'" + mode + "','revision':" + revision + "}")
                    .replace('\'', '"')
                    .getBytes(UTF_8));
            for (String change : changes) {
                lines.read(change.replace("REVISION", Long.toString(revision))
                        .replace('\'', '"')
                        .getBytes(UTF_8));
            }
            configuration.apply(Objects.requireNonNull(
                    lines.read(("{\"type\":\"commit\",\"revision\":" + revision + "}").getBytes(UTF_8))));
        } catch (FeedLines.Broken broken) {
            throw new IllegalStateException(broken);
        }
    }

    private void change(String... changes) {
        apply("changes", changes);
    }

    private static String put(String kind, UUID id, String value) {
        return "{'type':'put','revision':REVISION,'kind':'" + kind + "','id':'" + id + "','value':" + value + "}";
    }

    private static String delete(String kind, UUID id) {
        return "{'type':'delete','revision':REVISION,'kind':'" + kind + "','id':'" + id + "'}";
    }

    private static String upstream(int id, UUID tenant, String base) {
        return put(
                "upstream",
                upstreamId(id),
                ("{'tenant':'%s','scheme':'http','targets':[{'host':'127.0.0.1','port':1,'weight':1}],'basePath':'%s',"
                                + "'connectTimeoutMillis':1000,'responseTimeoutMillis':1000}")
                        .formatted(tenant, base));
    }

    private static UUID upstreamId(int id) {
        return new UUID(3, id);
    }

    private static String route(int id, String conditions, int upstream) {
        return put(
                "route",
                routeId(id),
                ("{'tenant':'%s','tenantSlug':'acme','environment':'live','api':'%s','apiVersion':'%s','hosts':[],%s,"
                    + "'methods':[],'stripPath':true,'upstream':'%s','authentication':'none','metered':false,"
                    + "'operations':[]}")
                        .formatted(ACME, ACME, ACME, conditions, upstreamId(upstream)));
    }

    private static UUID routeId(int id) {
        return new UUID(2, id);
    }

    private static final String CLOSED = "a route that lets nobody pass";

    /// The base path of the upstream that a path is served by; null: no route.
    private @Nullable String served(String path) {
        RouteMatch<LiveRoute> found =
                Objects.requireNonNull(configuration.current()).routes().match(new AskedFor("GET", "", path));
        if (found == null) {
            return null;
        }
        boolean closed = found.live().policies() == ClosedRoute.POLICIES;
        return closed ? CLOSED : found.live().upstream().basePath();
    }

    @Test
    void a_route_goes_live_with_its_upstream_follows_its_changes_and_goes_with_it() {
        change(route(1, "'path':'/a'", 1));
        assertThat(served("/a")).isEqualTo(CLOSED);
        assertThat(configuration.refusals()).singleElement().asString().contains("its upstream is not there");
        change(upstream(1, ACME, "/one"));
        assertThat(served("/a")).isEqualTo("/one");
        assertThat(configuration.refusals()).isEmpty();
        change(upstream(1, ACME, "/two/"));
        assertThat(served("/a")).isEqualTo("/two/");
        change(upstream(1, OTHER, "/two"));
        assertThat(served("/a")).as("an upstream of another tenant").isEqualTo(CLOSED);
        change(upstream(1, ACME, "/three"), route(2, "'path':'/b'", 1));
        assertThat(served("/a")).isEqualTo("/three");
        assertThat(served("/b")).isEqualTo("/three");
        change(delete("upstream", upstreamId(1)));
        assertThat(served("/a")).isEqualTo(CLOSED);
        assertThat(configuration.refusals()).hasSize(2);
        change(delete("route", routeId(1)), upstream(1, ACME, "/four"));
        assertThat(served("/a")).isNull();
        assertThat(served("/b")).isEqualTo("/four");
        assertThat(configuration.refusals()).isEmpty();
    }

    @Test
    void calls_of_a_route_that_cannot_be_used_never_come_to_a_wider_one() {
        change(upstream(1, ACME, "/one"), route(1, "'path':'/a'", 1), route(2, "'path':'/a/guarded'", 2));
        assertThat(served("/a/guarded/x")).as("no upstream").isEqualTo(CLOSED);
        change(route(2, "'path':'/a/guarded','policies':[{'policy':'ip-list','config':{'allow':['no address']}}]", 1));
        assertThat(served("/a/guarded/x")).as("a policy that cannot be read").isEqualTo(CLOSED);
        assertThat(served("/a/x")).isEqualTo("/one");
        assertThat(configuration.refusals()).hasSize(1);
        change(route(2, "'path':'/a/guarded'", 1));
        assertThat(served("/a/guarded/x")).isEqualTo("/one");
        assertThat(configuration.refusals()).isEmpty();
    }

    @Test
    void a_route_that_cannot_be_used_is_refused_alone_and_not_served_in_an_earlier_form() {
        change(upstream(1, ACME, "/one"), route(1, "'path':'/a'", 1), route(2, "'path':'/b'", 1));
        change(
                route(1, "'path':'/a(','pathMatch':'regex'", 1),
                route(2, "'path':'/b/[0-9]+','pathMatch':'regex'", 1),
                route(3, "'path':'/c','headers':[{'name':'x','value':'[','match':'regex'}]", 1),
                route(4, "'path':'/d//e','pathMatch':'exact'", 1),
                route(5, "'path':'/%2e%2e/e'", 1));
        assertThat(served("/a")).isNull();
        assertThat(served("/b/7")).isEqualTo("/one");
        assertThat(served("/b/x")).isNull();
        assertThat(served("/c")).isNull();
        assertThat(configuration.refusals()).hasSize(4);
        change(route(1, "'path':'/a'", 1));
        assertThat(served("/a")).isEqualTo("/one");
        assertThat(configuration.refusals()).hasSize(3);
    }

    @Test
    void the_older_of_two_that_want_the_same_is_served_and_the_other_is_told_until_it_goes() {
        change(upstream(1, ACME, "/one"), upstream(2, ACME, "/two"), route(9, "'path':'/a'", 2));
        assertThat(served("/a")).isEqualTo("/two");
        change(route(1, "'path':'/a'", 1));
        assertThat(served("/a")).isEqualTo("/one");
        assertThat(configuration.refusals())
                .singleElement()
                .asString()
                .contains(routeId(9).toString(), "taken by");
        change(delete("route", routeId(1)));
        assertThat(served("/a")).isEqualTo("/two");
        assertThat(configuration.refusals()).isEmpty();
    }

    @Test
    void a_snapshot_forgets_what_is_not_in_it() {
        change(upstream(1, ACME, "/one"), route(1, "'path':'/a'", 1), route(2, "'path':'/b'", 1));
        apply("snapshot", upstream(1, ACME, "/new"), route(2, "'path':'/b'", 1));
        assertThat(served("/a")).isNull();
        assertThat(served("/b")).isEqualTo("/new");
        assertThat(Objects.requireNonNull(configuration.current()).routes().size())
                .isEqualTo(1);
    }

    @Test
    void one_changed_route_among_many_costs_no_more_than_itself() {
        String[] many = new String[20_001];
        Arrays.setAll(
                many, i -> i == 0 ? upstream(1, ACME, "/one") : route(i, "'path':'/t" + i % 700 + "/api" + i + "'", 1));
        long began = System.nanoTime();
        change(many);
        long all = System.nanoTime() - began;
        change(route(7, "'path':'/changed'", 1)); // compiled
        began = System.nanoTime();
        change(route(7, "'path':'/changed/again'", 1));
        long one = System.nanoTime() - began;
        System.out.printf("20,000 routes: %d ms, one changed: %d µs%n", all / 1_000_000, one / 1_000);
        assertThat(one).isLessThan(all / 20);
        assertThat(served("/changed/again")).isEqualTo("/one");
        assertThat(served("/t8/api20008")).isNull();
        assertThat(served("/t8/api8")).isEqualTo("/one");
    }
}
