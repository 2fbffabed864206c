package io.tallygate.portal.gatewayconfig.web;

import io.tallygate.portal.gatewayconfig.FeedLimits;
import io.tallygate.portal.gatewayconfig.FeedLines;
import io.tallygate.portal.gatewayconfig.LiveChanges;
import io.tallygate.portal.gatewayconfig.store.ChangeReader;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One open response, from its first batch to its end: the gateway hangs up, is too slow, the portal stops, or
/// the database that it would have to read is away. A gateway connects again after each of these, so an end
/// needs no explanation.
final class FeedStream implements StreamingOutput {
    private static final Logger LOG = LoggerFactory.getLogger(FeedStream.class);
    private static final int BUFFER = 16 * 1024;

    private final DataSource feed;
    private final LiveChanges live;
    private final Semaphore firstBatches;
    private final LongAdder tooSlow;
    private final UUID group;
    private final long since;

    FeedStream(DataSource feed, LiveChanges live, Semaphore firstBatches, LongAdder tooSlow, UUID group, long since) {
        this.feed = feed;
        this.live = live;
        this.firstBatches = firstBatches;
        this.tooSlow = tooSlow;
        this.group = group;
        this.since = since;
    }

    @Override
    public void write(OutputStream response) {
        var deadline = new BatchDeadline(response, FeedLimits.BATCH_DEADLINE);
        try {
            stream(deadline);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (BatchDeadline.Passed slow) {
            tooSlow.increment();
            LOG.warn("A gateway took longer than {} for a batch and was cut off", FeedLimits.BATCH_DEADLINE);
        } catch (IOException gone) {
            LOG.debug("A gateway hung up: {}", gone.toString());
        } catch (SQLException away) {
            LOG.warn("A gateway was cut off: {}", away.toString());
        }
    }

    private void stream(BatchDeadline response) throws IOException, SQLException, InterruptedException {
        var out = new BufferedOutputStream(response, BUFFER);
        var lines = new FeedLines(out);
        long era = live.era(group);
        response.begin();
        // Open Liberty ignores a response's first flush: it waits for data to send with the head
        response.flush();
        long sent = first(lines);
        out.flush();
        while (sent >= 0) {
            LiveChanges.Batch batch = live.awaitAfter(group, sent, era, FeedLimits.HEARTBEAT);
            response.begin();
            if (batch == null) {
                lines.heartbeat(sent, Instant.now());
            } else if (batch.era() != era) {
                return;
            } else if (batch.from() == sent && batch.lines() != null) {
                out.write(batch.lines());
                sent = batch.to();
            } else {
                sent = missed(sent, lines);
            }
            out.flush();
        }
    }

    private long first(FeedLines lines) throws IOException, SQLException, InterruptedException {
        firstBatches.acquire();
        try (Connection connection = feed.getConnection()) {
            return new ChangeReader(connection).writeFirst(group, since, lines);
        } finally {
            firstBatches.release();
        }
    }

    private long missed(long sent, FeedLines lines) throws IOException, SQLException {
        try (Connection connection = feed.getConnection()) {
            return new ChangeReader(connection).writeNext(group, sent, lines);
        }
    }
}
