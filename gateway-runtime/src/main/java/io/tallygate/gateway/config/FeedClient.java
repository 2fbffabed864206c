package io.tallygate.gateway.config;

import io.tallygate.gateway.config.FeedLines.Broken;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the portal's feed: one long response, its lines into batches, each applied at once. Whatever goes wrong, it
/// asks again from the applied revision, after a wait that grows and never gives up. Begins with the last good
/// configuration on disk.
public final class FeedClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FeedClient.class);

    /// A log smaller than this is not worth writing anew.
    private static final long TIDY_AT = 16 << 20;

    private final FeedSettings settings;
    private final Configuration configuration;
    private final ConfigurationLog log;
    private final InstanceReports reports;
    private final HttpClient http;
    private final Thread follower = new Thread(this::follow, "feed");
    private final Thread watch = new Thread(this::watch, "feed-watch");
    private final AtomicLong heardAtNanos = new AtomicLong(System.nanoTime());
    private volatile @Nullable InputStream response;
    private volatile boolean connected;
    private volatile boolean closed;
    private volatile long applied;
    private volatile long failures;
    private boolean saidFailure;

    public FeedClient(FeedSettings settings, Configuration configuration) {
        this.settings = settings;
        this.configuration = configuration;
        this.log = new ConfigurationLog(settings.lastGood(), settings.group() + " " + settings.feed(), TIDY_AT);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        this.reports = new InstanceReports(settings, configuration, http);
        follower.setDaemon(true);
        watch.setDaemon(true);
    }

    /// Applies the last good configuration, when there is one, and begins to follow the feed.
    public void start() {
        log.load(configuration::read, configuration::apply);
        if (configuration.current() != null) {
            LOG.info("Serving the last good configuration, revision {}", configuration.revision());
        }
        reports.start();
        follower.start();
        watch.start();
    }

    private void follow() {
        Duration wait = settings.firstRetry();
        while (!closed) {
            long appliedBefore = applied;
            try {
                readOnce();
                failed("the feed ended");
            } catch (IOException | RuntimeException e) {
                failed(String.valueOf(e.getMessage() == null ? e : e.getMessage()));
            } catch (InterruptedException e) {
                return;
            }
            connected = false;
            wait = applied > appliedBefore ? settings.firstRetry() : wait;
            if (!sleep(jittered(wait))) {
                return;
            }
            wait = min(wait.multipliedBy(2), settings.maxRetry());
        }
    }

    private void readOnce() throws IOException, InterruptedException {
        heard();
        HttpResponse<InputStream> answer = http.send(request(), BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != 200) {
                throw new IOException("the portal answers " + answer.statusCode());
            }
            response = body;
            heard();
            read(body);
        } finally {
            response = null;
        }
    }

    private HttpRequest request() {
        long since = log.isWhole() ? configuration.revision() : 0; // a snapshot makes a file that is whole
        URI uri = URI.create(settings.feed() + "?group=" + settings.group() + "&since=" + since);
        return HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + settings.token())
                .header("Accept", "application/x-ndjson")
                .timeout(settings.silence()) // to the response's head
                .build();
    }

    private void read(InputStream body) throws IOException {
        FeedLines feed = new FeedLines(configuration::read);
        Lines lines = new Lines(new Heard(body));
        try {
            for (byte[] line = lines.next(); line != null && !closed; line = lines.next()) {
                boolean wasInBatch = feed.isInBatch();
                FeedBatch batch = feed.read(line);
                if (batch != null) {
                    take(batch, line);
                } else if (wasInBatch) {
                    log.change(line);
                } else if (feed.isInBatch()) {
                    log.begin(line, feed.isSnapshot());
                }
            }
        } finally {
            log.abandon();
        }
    }

    /// Notices that something came, in the middle of a long line too.
    private final class Heard extends FilterInputStream {
        Heard(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int count = super.read(into, from, length);
            heard();
            return count;
        }
    }

    private void take(FeedBatch batch, byte[] line) throws Broken {
        if (!batch.snapshot() && batch.revision() < configuration.revision()) {
            throw new Broken("changes up to " + batch.revision() + ", which is behind what is applied");
        }
        boolean isNews = configuration.current() == null
                || batch.snapshot()
                || !batch.changes().isEmpty()
                || batch.revision() != configuration.revision();
        if (isNews) {
            log.commit(line);
            configuration.apply(batch);
            reports.changed();
            log.tidy(batch.revision());
        } else {
            log.abandon();
        }
        applied++;
        if (!connected || saidFailure) {
            LOG.info("Following the {}, revision {}", settings, batch.revision());
        }
        connected = true;
        saidFailure = false;
    }

    private void heard() {
        heardAtNanos.set(System.nanoTime());
    }

    /// A response that has gone silent cannot be told from a slow one by reading it.
    private void watch() {
        while (!closed && sleep(settings.silence().dividedBy(20))) {
            InputStream listened = response;
            if (listened != null
                    && System.nanoTime() - heardAtNanos.get()
                            > settings.silence().toNanos()) {
                try {
                    listened.close();
                } catch (IOException e) {
                    LOG.debug("closing a silent feed", e);
                }
            }
        }
    }

    private void failed(String why) {
        failures++;
        if (!saidFailure && !closed) { // once an outage, not once a try
            LOG.warn("The {} is lost, serving revision {} on: {}", settings, configuration.revision(), why);
        }
        saidFailure = true;
    }

    private static Duration jittered(Duration wait) {
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(wait.toNanos() / 2, wait.toNanos() + 1));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static boolean sleep(Duration time) {
        try {
            Thread.sleep(time);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /// Whether the feed is being followed now.
    public boolean isConnected() {
        return connected;
    }

    /// How often the feed was lost or could not be had.
    public long failures() {
        return failures;
    }

    /// Nobody writes to the log any more.
    private void join() {
        try {
            follower.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        follower.interrupt();
        watch.interrupt();
        reports.close();
        join();
        log.close();
        http.shutdownNow();
    }
}
