package io.tallygate.load.bench;

import io.tallygate.load.measure.Figures;
import io.tallygate.load.measure.Samples;
import io.tallygate.load.subject.DrilledApi;
import io.tallygate.load.subject.Stack;
import io.tallygate.load.upstream.WitnessUpstream;
import java.io.IOException;
import java.time.Duration;

/// From the publish request to the first call that the gateway carries to the upstream: once from the moment
/// the request is sent, once from its answer. Between samples the API is unpublished, and the gateway must say
/// 404 again.
public final class PublishToServed implements Bench {
    private static final int SAMPLES = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BOUND = Duration.ofSeconds(2);

    @Override
    public void run(Stack stack, Figures figures) throws IOException, InterruptedException {
        var sinceSent = new Samples();
        var sinceAnswered = new Samples();
        try (WitnessUpstream upstream = WitnessUpstream.start(stack.drillUpstream());
                DrilledApi api = new DrilledApi(stack)) {
            api.publish();
            DrilledApi.Caller caller = api.subscribe("publish");
            api.awaitServed(caller.key());
            for (int i = 0; i < SAMPLES; i++) {
                api.unpublish();
                require(api.awaitStatus(caller.key(), 404, PATIENCE), "refuses what is unpublished");
                long sent = System.nanoTime();
                api.publish();
                long answered = System.nanoTime();
                long served = require(api.awaitStatus(caller.key(), 200, PATIENCE), "serves what is published");
                sinceSent.add(served - sent);
                sinceAnswered.add(served - answered);
            }
            if (upstream.answered().size() < SAMPLES) {
                throw new IOException("The upstream saw fewer calls than were answered 200");
            }
        }
        figures.print("publishSentToServed", sinceSent, BOUND);
        figures.print("publishAnsweredToServed", sinceAnswered, BOUND);
        figures.printMachine();
    }

    private static long require(long at, String what) throws IOException {
        if (at < 0) {
            throw new IOException("The gateway never " + what + " within " + PATIENCE);
        }
        return at;
    }
}
