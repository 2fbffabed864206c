package io.tallygate.portal.gatewayconfig;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/// The lines of the contract (`infra/contracts/README.md`), as bytes. Values come as the database's own JSON
/// text, which has no line breaks; all else that is written needs no escaping.
public final class FeedLines {
    private final OutputStream out;

    public FeedLines(OutputStream out) {
        this.out = out;
    }

    public void beginSnapshot(long revision) throws IOException {
        line("{\"type\":\"begin\",\"mode\":\"snapshot\",\"revision\":" + revision + "}");
    }

    public void beginChanges(long revision) throws IOException {
        line("{\"type\":\"begin\",\"mode\":\"changes\",\"revision\":" + revision + "}");
    }

    public void put(long revision, String kind, UUID id, String value) throws IOException {
        line("{\"type\":\"put\",\"revision\":" + revision + ",\"kind\":\"" + kind + "\",\"id\":\"" + id
                + "\",\"value\":" + value + "}");
    }

    public void delete(long revision, String kind, UUID id) throws IOException {
        line("{\"type\":\"delete\",\"revision\":" + revision + ",\"kind\":\"" + kind + "\",\"id\":\"" + id + "\"}");
    }

    public void commit(long revision) throws IOException {
        line("{\"type\":\"commit\",\"revision\":" + revision + "}");
    }

    public void heartbeat(long revision, Instant at) throws IOException {
        line("{\"type\":\"heartbeat\",\"revision\":" + revision + ",\"at\":\"" + at.truncatedTo(ChronoUnit.MILLIS)
                + "\"}");
    }

    private void line(String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.write('\n');
    }
}
