package io.tallygate.load.gateway;

import io.tallygate.load.feed.Entities;
import io.tallygate.load.feed.ServedFeed;
import java.io.IOException;

/// The least that can be called: one route at `/api/0`, one key with a subscription.
final class OneRoute {
    private OneRoute() {}

    static void write(int upstreamPort, ServedFeed.Sink sink) throws IOException {
        sink.put(Entities.upstream(upstreamPort));
        sink.put(Entities.plan());
        sink.put(Entities.route(0, 0, "/api/0"));
        sink.put(Entities.credential(0, 0, 0));
        sink.put(Entities.subscription(0, 0));
    }
}
