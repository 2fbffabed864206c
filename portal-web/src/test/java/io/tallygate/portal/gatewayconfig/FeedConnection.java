package io.tallygate.portal.gatewayconfig;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.portal.running.RunningPortal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/// An open response of the feed, as a gateway holds it; what comes is told to a [FeedReader].
public final class FeedConnection implements AutoCloseable {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final FeedReader reader = new FeedReader();
    private final InputStream body;

    /// @param since  empty: without the parameter
    public static FeedConnection open(String portal, String since) throws IOException, InterruptedException {
        URI uri = URI.create(portal + "/gateway-feed/v1?group=shared" + (since.isEmpty() ? "" : "&since=" + since));
        HttpResponse<InputStream> answer = CLIENT.send(
                HttpRequest.newBuilder(uri)
                        .header("Authorization", "Bearer " + RunningPortal.GROUP_TOKEN)
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200
                || !answer.headers().firstValue("Content-Type").orElse("").equals("application/x-ndjson")) {
            throw new IOException("answered " + answer.statusCode() + " " + answer.headers());
        }
        return new FeedConnection(answer.body());
    }

    private FeedConnection(InputStream body) {
        this.body = body;
        Thread.ofVirtual().name("feed-reader").start(this::read);
    }

    public FeedReader reader() {
        return reader;
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(body, UTF_8))) {
            lines.lines().forEach(reader::line);
        } catch (IOException | UncheckedIOException ended) {
            // one side hung up
        }
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException alreadyGone) {
            // as wished
        }
    }
}
