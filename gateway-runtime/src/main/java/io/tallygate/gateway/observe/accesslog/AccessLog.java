package io.tallygate.gateway.observe.accesslog;

import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.observe.Metrics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log and the thread that writes it.
public final class AccessLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    /// Of one event loop: some thousand lines.
    private static final int RING = 2 << 20;

    private static final long PAUSE_NANOS = 10_000_000L;
    private static final long SAY_EVERY_NANOS = 60_000_000_000L;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Metrics metrics;
    private final AccessLogSettings settings;
    private final LogFile file;
    private final List<Lines> loops = new CopyOnWriteArrayList<>();
    private final JsonLine own = new JsonLine();
    private final Clock clock;
    private final Thread writer;
    private volatile boolean stopped;
    private long toldDrops;
    private long saidAt = System.nanoTime() - SAY_EVERY_NANOS;

    public AccessLog(AccessLogSettings settings, Metrics metrics, Clock clock) {
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
        file = new LogFile(settings);
        writer = Thread.ofPlatform().daemon().name("access-log").start(this::write);
    }

    public AccessLogSettings settings() {
        return settings;
    }

    /// Lines of one event loop, and of no other thread.
    public final class Lines {
        private final LineRing ring = new LineRing(RING);
        private final JsonLine line = new JsonLine();
        private final AtomicLong dropped = new AtomicLong();

        private Lines() {}

        /// The next line; until [#end] there is no other.
        public JsonLine begin() {
            return line.begin();
        }

        /// The line is complete. Never waits.
        public void end() {
            int length = line.end();
            if (ring.offer(line.octets(), length)) {
                metrics.accessLogLines.increment();
            } else {
                dropped.lazySet(dropped.getPlain() + 1);
                metrics.hit(Limit.ACCESS_LOG);
            }
        }
    }

    public Lines newLoop() {
        Lines lines = new Lines();
        loops.add(lines);
        return lines;
    }

    private void write() {
        while (true) {
            boolean last = stopped;
            boolean any = false;
            for (Lines lines : loops) {
                int available = lines.ring.available();
                if (available > 0) {
                    any = true;
                    take(lines.ring, available);
                }
            }
            tellDrops();
            if (last) {
                close(file);
                return;
            }
            if (!any) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void take(LineRing ring, int available) {
        boolean taken = false;
        try {
            file.roomFor(available);
            taken = true;
            ring.take(available, file::write);
        } catch (IOException full) {
            if (!taken) {
                ring.drop(available); // nobody waits for a disk
            }
            metrics.accessLogFailures.increment();
            close(file); // and begun anew with the next lines
            long now = System.nanoTime();
            if (now - saidAt >= SAY_EVERY_NANOS) {
                saidAt = now;
                LOG.warn("The access log cannot be written, lines are lost: {}", full.toString());
            }
        }
    }

    /// Who reads the log alone must know that it is not whole.
    private void tellDrops() {
        long dropped = loops.stream().mapToLong(lines -> lines.dropped.get()).sum();
        if (dropped == toldDrops) {
            return;
        }
        own.begin().time("time", clock.millis() * 1_000).number("droppedLines", dropped - toldDrops);
        int length = own.end();
        try {
            file.roomFor(length);
            file.write(ByteBuffer.wrap(own.octets(), 0, length));
            toldDrops = dropped;
        } catch (IOException full) {
            close(file);
        }
    }

    private static void close(LogFile file) {
        try {
            file.close();
        } catch (IOException broken) {
            LOG.warn("The access log cannot be closed: {}", broken.toString());
        }
    }

    /// Writes what is there.
    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(writer);
        try {
            writer.join(PATIENCE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
