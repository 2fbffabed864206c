package io.tallygate.portal.gatewayconfig.web;

import io.tallygate.portal.gatewayconfig.FeedLimits;
import io.tallygate.portal.gatewayconfig.FeedLines;
import io.tallygate.portal.gatewayconfig.LiveChanges;
import io.tallygate.portal.gatewayconfig.SealedSecrets;
import io.tallygate.portal.gatewayconfig.store.ChangeReader;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One open response, from its first batch to its end: the gateway hangs up, is too slow, the portal stops, or
/// the database that it would have to read is away. A gateway connects again after each of these, so an end
/// needs no explanation.
final class FeedStream implements StreamingOutput {
    private static final Logger LOG = LoggerFactory.getLogger(FeedStream.class);

    private final DataSource feed;
    private final SealedSecrets secrets;
    private final LiveChanges live;
    private final Semaphore reads;
    private final LongAdder tooSlow;
    private final UUID group;
    private final long since;

    FeedStream(
            DataSource feed,
            SealedSecrets secrets,
            LiveChanges live,
            Semaphore reads,
            LongAdder tooSlow,
            UUID group,
            long since) {
        this.feed = feed;
        this.secrets = secrets;
        this.live = live;
        this.reads = reads;
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
        long era = live.era(group);
        response.begin();
        // Open Liberty ignores a response's first flush: it waits for data to send with the head
        response.flush();
        long sent = read(response, (changes, lines) -> changes.writeFirst(group, since, lines));
        while (sent >= 0) {
            LiveChanges.Batch batch = live.awaitAfter(group, sent, era, FeedLimits.HEARTBEAT);
            response.begin();
            if (batch == null) {
                heartbeat(response, sent);
            } else if (batch.era() != era) {
                return;
            } else if (batch.from() == sent && batch.lines() != null) {
                response.write(batch.lines());
                response.flush();
                sent = batch.to();
            } else {
                long behind = sent;
                sent = read(response, (changes, lines) -> changes.writeNext(group, behind, lines));
            }
        }
    }

    private static void heartbeat(OutputStream response, long revision) throws IOException {
        var line = new ByteArrayOutputStream();
        new FeedLines(line).heartbeat(revision, Instant.now());
        response.write(line.toByteArray());
        response.flush();
    }

    @FunctionalInterface
    private interface Reading {
        long write(ChangeReader changes, FeedLines lines) throws SQLException, IOException;
    }

    /// Reads ahead of the gateway, so that a slow one keeps no connection unless the batch is larger than that.
    private long read(OutputStream response, Reading reading) throws IOException, SQLException, InterruptedException {
        var ahead = new BufferedOutputStream(response, FeedLimits.READ_AHEAD_BYTES);
        if (!reads.tryAcquire(FeedLimits.READ_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new SQLException("too many gateways read from the database at the moment");
        }
        long revision;
        try (Connection connection = feed.getConnection()) {
            revision = reading.write(new ChangeReader(connection, secrets), new FeedLines(ahead));
        } finally {
            reads.release();
        }
        ahead.flush();
        return revision;
    }
}
