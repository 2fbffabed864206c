package io.tallygate.load.life;

import io.tallygate.load.feed.Entities;
import io.tallygate.load.feed.Entities.Change;
import io.tallygate.load.feed.Keys;
import io.tallygate.load.feed.LivingFeed;
import io.tallygate.load.measure.Figures;
import io.tallygate.load.peer.Site;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Two services, a feed with a route at `/api/0` to the first of them, a key for it, and gateways as a drill wants
/// them.
/// All is gone when it is closed.
final class Scene implements AutoCloseable {
    static final String TARGET = "/api/0/items";

    /// The field that every call carries.
    static final String KEY = "X-API-Key: " + Keys.key(0) + "\r\n";

    static final byte[] NOTHING = {};

    final Site site = new Site();
    final EchoService one = new EchoService("one", Site.freePort());
    final EchoService two = new EchoService("two", Site.freePort());
    final LivingFeed feed;
    private final List<GatewayProcess> gateways = new ArrayList<>();

    Scene() throws IOException {
        this(Entities.plan(), Entities.route(0, 0, "/api/0"));
    }

    /// @param plan    whose limits the key has
    /// @param routes  of which the key covers those of the APIs 0 and 1
    Scene(Change plan, Change... routes) throws IOException {
        List<Change> entities =
                new ArrayList<>(List.of(Entities.upstreamAt(0, one.port()), Entities.upstreamAt(1, two.port()), plan));
        entities.addAll(List.of(routes));
        entities.add(Entities.credential(0, 0, 0));
        entities.add(Entities.subscription(0, 0, 1));
        feed = new LivingFeed(entities);
    }

    /// Not started yet.
    GatewayProcess gateway(String name, Map<String, String> settings, String... options) throws IOException {
        String allowed = "127.0.0.1:" + one.port() + ",127.0.0.1:" + two.port();
        GatewayProcess gateway = new GatewayProcess(site, name, feed.address(), allowed, List.of(options), settings);
        gateways.add(gateway);
        return gateway;
    }

    /// Failures by what they were, for a person; the count alone is a figure.
    static void explain(Figures figures, String figure, long count, Map<?, Long> why) {
        why.forEach((what, times) -> System.err.printf("%s: %d × %s%n", figure, times, what));
        figures.print(figure, count, "1");
        figures.bound("tallygate", figure, count, 0, "1");
    }

    @Override
    public void close() throws IOException {
        gateways.forEach(GatewayProcess::close);
        feed.close();
        one.close();
        two.close();
        site.close();
    }
}
