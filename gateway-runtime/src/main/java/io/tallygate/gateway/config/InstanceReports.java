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

/// Tells the portal which revision this instance serves, what of it is refused here and which kinds of policies were
/// added to it: some times a minute, and soon after each change.
final class InstanceReports implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InstanceReports.class);
    private static final Duration REPORT_TIMEOUT = Duration.ofSeconds(5);

    private final FeedSettings settings;
    private final Configuration configuration;
    private final HttpClient http;
    private final Instant startedAt = Instant.now();
    private final Semaphore news = new Semaphore(0);
    private final Thread reporting = new Thread(this::report, "config-report");
    private volatile boolean closed;

    InstanceReports(FeedSettings settings, Configuration configuration, HttpClient http) {
        this.settings = settings;
        this.configuration = configuration;
        this.http = http;
        reporting.setDaemon(true);
    }

    void start() {
        reporting.start();
    }

    void changed() {
        news.release();
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
        configuration.tellRefusals(report);
        report.set("policies", configuration.kinds().added());
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
        reporting.interrupt();
    }
}
