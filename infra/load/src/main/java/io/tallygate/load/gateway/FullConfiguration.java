package io.tallygate.load.gateway;

import io.tallygate.load.feed.Entities;
import io.tallygate.load.feed.ServedFeed;
import java.io.IOException;

/// 10,000 routes, and 100,000 applications with a key each, a rate limit and a quota of its own. An application is
/// subscribed to the routes of its number, one for each size of answer.
final class FullConfiguration {
    static final int KEYS = 100_000;

    /// Is there when all are.
    static final int LAST_KEY = KEYS - 1;

    private static final int BATCH = 10_000;

    private FullConfiguration() {}

    /// All but what comes later in batches.
    static void routes(int upstreamPort, ServedFeed.Sink sink) throws IOException {
        sink.put(Entities.upstream(upstreamPort));
        sink.put(Entities.plan());
        for (int n = 0; n < Body.ROUTES; n++) {
            for (Body body : Body.values()) {
                sink.put(Entities.route(body.route(n), body.route(n), body.prefix() + "/" + n));
            }
        }
    }

    /// In batches, as a gateway that runs for long gets them: a snapshot of all at once takes more heap for a moment
    /// than what it brings, and the heap's size is a figure here.
    static void applications(ServedFeed feed) throws IOException, InterruptedException {
        feed.awaitFollower();
        for (int from = 0; from < KEYS; from += BATCH) {
            int first = from;
            feed.commit(2 * BATCH, sink -> {
                for (int n = first; n < first + BATCH; n++) {
                    int number = n % Body.ROUTES;
                    sink.put(Entities.credential(n, n, n));
                    sink.put(Entities.subscription(n, Body.ONE_KIB.route(number), Body.SIXTY_FOUR_KIB.route(number)));
                }
            });
        }
    }
}
