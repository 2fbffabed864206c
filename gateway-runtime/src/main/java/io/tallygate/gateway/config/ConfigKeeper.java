package io.tallygate.gateway.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done about an applied revision besides serving it: keeping it on disk, and telling the portal. Both lag a
/// little and take several revisions at once, so that a burst of changes costs one file.
final class ConfigKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigKeeper.class);
    private static final Duration GATHER = Duration.ofMillis(200);
    private static final Duration REPORT_TIMEOUT = Duration.ofSeconds(5);

    private final FeedSettings settings;
    private final Configuration configuration;
    private final LastGoodConfig lastGood;
    private final HttpClient http;
    private final Instant startedAt = Instant.now();
    private final Semaphore stale = new Semaphore(0);
    private final Semaphore news = new Semaphore(0);
    private final Thread storing = new Thread(this::store, "config-store");
    private final Thread reporting = new Thread(this::report, "config-report");
    private volatile boolean closed;
    private long storedRevision = -1;

    ConfigKeeper(FeedSettings settings, Configuration configuration, LastGoodConfig lastGood, HttpClient http) {
        this.settings = settings;
        this.configuration = configuration;
        this.lastGood = lastGood;
        this.http = http;
        storing.setDaemon(true);
        reporting.setDaemon(true);
    }

    void start() {
        storing.start();
        reporting.start();
    }

    void changed() {
        stale.release();
        news.release();
    }

    private void store() {
        try {
            while (!closed) {
                stale.acquire();
                Thread.sleep(GATHER);
                stale.drainPermits();
                storeNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void storeNow() {
        Configuration.Snapshot snapshot = configuration.snapshot();
        try {
            if (configuration.current() != null && snapshot.revision() != storedRevision) {
                lastGood.store(snapshot);
                storedRevision = snapshot.revision();
            }
        } catch (IOException e) {
            LOG.warn("The configuration cannot be kept on disk: {}", e.getMessage());
        }
    }

    private void report() {
        try {
            while (!closed) {
                reportNow();
                news.tryAcquire(settings.reportEvery().toMillis(), TimeUnit.MILLISECONDS);
                news.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reportNow() throws InterruptedException {
        if (configuration.current() == null) {
            return;
        }
        var report = new ObjectMapper()
                .createObjectNode()
                .put("instance", settings.instance())
                .put("group", settings.group())
                .put("revision", configuration.revision())
                .put("startedAt", startedAt.toString())
                .put("version", settings.version());
        HttpRequest request = HttpRequest.newBuilder(URI.create(settings.feed() + "/instances"))
                .header("Authorization", "Bearer " + settings.token())
                .header("Content-Type", "application/json")
                .timeout(REPORT_TIMEOUT)
                .POST(BodyPublishers.ofString(report.toString()))
                .build();
        try {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            if (status != 204) {
                LOG.debug("The portal answers {} to this instance's report", status);
            }
        } catch (IOException e) {
            LOG.debug("The portal does not take this instance's report", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        storing.interrupt();
        reporting.interrupt();
        storeNow();
    }
}
