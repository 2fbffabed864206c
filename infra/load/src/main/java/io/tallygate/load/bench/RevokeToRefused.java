package io.tallygate.load.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.load.measure.Figures;
import io.tallygate.load.measure.Samples;
import io.tallygate.load.subject.DrilledApi;
import io.tallygate.load.subject.Stack;
import io.tallygate.load.upstream.WitnessUpstream;
import java.io.IOException;
import java.time.Duration;

/// From the request that revokes a key to the first call that the gateway refuses with 401; and, on the way,
/// from a new key's answer to the first call it opens.
public final class RevokeToRefused implements Bench {
    private static final int SAMPLES = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final Duration NEW_KEY_BOUND = Duration.ofSeconds(2);

    @Override
    public void run(Stack stack, Figures figures) throws IOException, InterruptedException {
        var sinceSent = new Samples();
        var sinceAnswered = new Samples();
        var newKey = new Samples();
        try (WitnessUpstream upstream = WitnessUpstream.start(stack.drillUpstream());
                DrilledApi api = new DrilledApi(stack)) {
            api.publish();
            DrilledApi.Caller caller = api.subscribe("revoke");
            api.awaitServed(caller.key());
            for (int i = 0; i < SAMPLES; i++) {
                JsonNode credential = api.newCredential(caller.application());
                long made = System.nanoTime();
                String key = credential.path("key").asText();
                newKey.add(require(api.awaitStatus(key, 200, PATIENCE), "took a new key") - made);
                long sent = System.nanoTime();
                api.revoke(credential.path("id").asText());
                long answered = System.nanoTime();
                long refused = require(api.awaitStatus(key, 401, PATIENCE), "refused a revoked key");
                sinceSent.add(refused - sent);
                sinceAnswered.add(refused - answered);
            }
            if (upstream.answered().size() < SAMPLES) {
                throw new IOException("The upstream saw fewer calls than were answered 200");
            }
        }
        figures.print("revokeSentToRefused", sinceSent, BOUND);
        figures.print("revokeAnsweredToRefused", sinceAnswered, BOUND);
        figures.print("newKeyToServed", newKey, NEW_KEY_BOUND);
        figures.printMachine();
    }

    private static long require(long at, String what) throws IOException {
        if (at < 0) {
            throw new IOException("The gateway never " + what + " within " + PATIENCE);
        }
        return at;
    }
}
