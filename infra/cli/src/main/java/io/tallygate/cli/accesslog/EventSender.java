package io.tallygate.cli.accesslog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Brings events to a gateway in batches, some of them under way at once. What is not acknowledged is sent again: a
/// gateway counts an event once.
public final class EventSender implements AutoCloseable {
    /// A batch that waits goes on for so long before the import gives up.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int BATCH = 1_000;
    private static final int UNDER_WAY = 4;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER) // the credential is for this address alone
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final URI address;
    private final String credential;
    private final Refusals refusals;
    private final Semaphore free = new Semaphore(UNDER_WAY);
    private List<Sent> batch = new ArrayList<>(BATCH);
    private volatile @Nullable IOException failed;

    /// An event and where it came from.
    record Sent(ObjectNode event, long number, byte[] line) {}

    /// Who is told of events that the gateway cannot count. Called from several threads.
    @FunctionalInterface
    interface Refusals {
        void refused(Sent event, String reason);
    }

    /// @param gateway     its address, without a path
    /// @param credential  for events, of the tenant
    EventSender(URI gateway, String credential, Refusals refusals) {
        this.address = URI.create(gateway.toString().replaceFirst("/+$", "") + "/.tallygate/events");
        this.credential = credential;
        this.refusals = refusals;
    }

    /// Waits when enough is under way.
    void send(Sent event) throws IOException, InterruptedException {
        batch.add(event);
        if (batch.size() == BATCH) {
            flush();
        }
    }

    private void flush() throws IOException, InterruptedException {
        List<Sent> whole = batch;
        batch = new ArrayList<>(BATCH);
        if (whole.isEmpty()) {
            return;
        }
        free.acquire();
        if (failed != null) {
            free.release();
            throw failed;
        }
        Thread.ofVirtual().name("events").start(() -> {
            try {
                deliver(whole);
            } catch (IOException broken) {
                failed = broken;
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            } finally {
                free.release();
            }
        });
    }

    /// Until all of it is acknowledged.
    void finish() throws IOException, InterruptedException {
        flush();
        free.acquire(UNDER_WAY);
        free.release(UNDER_WAY);
        if (failed != null) {
            throw failed;
        }
    }

    private void deliver(List<Sent> events) throws IOException, InterruptedException {
        byte[] body = body(events);
        long until = System.nanoTime() + PATIENCE.toNanos();
        for (Duration wait = Duration.ofMillis(250); ; wait = longer(wait)) {
            String why;
            Duration asked = Duration.ZERO;
            try {
                HttpResponse<byte[]> answer = http.send(
                        HttpRequest.newBuilder(address)
                                .timeout(ANSWER)
                                .header("Authorization", "Bearer " + credential)
                                .header("Content-Type", "application/cloudevents-batch+json")
                                .header("User-Agent", "tallygate-cli/0.1")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                int status = answer.statusCode();
                if (status == 202) {
                    tell(events, MAPPER.readTree(answer.body()));
                    return;
                }
                why = "The gateway answers " + status + ": " + detail(answer.body());
                if (status != 429 && status / 100 != 5) {
                    throw new NotTaken(why);
                }
                asked = answer.headers()
                        .firstValue("Retry-After")
                        .filter(text -> text.matches("[0-9]{1,4}"))
                        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                        .orElse(Duration.ZERO);
            } catch (NotTaken refused) {
                throw refused;
            } catch (ConnectException away) {
                why = "Nothing answers at " + address;
            } catch (IOException broken) {
                why = "The call to " + address + " broke off: " + broken.getMessage();
            }
            Duration pause = asked.compareTo(wait) > 0 ? asked : wait;
            if (System.nanoTime() + pause.toNanos() > until) {
                throw new IOException(why);
            }
            Thread.sleep(pause);
        }
    }

    private static Duration longer(Duration wait) {
        Duration twice = wait.multipliedBy(2);
        return twice.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : twice;
    }

    /// Trying again would not help.
    private static final class NotTaken extends IOException {
        private static final long serialVersionUID = 1L;

        NotTaken(String why) {
            super(why);
        }
    }

    private static byte[] body(List<Sent> events) {
        StringBuilder text = new StringBuilder(events.size() * 350).append('[');
        for (Sent each : events) {
            text.append(text.length() > 1 ? "," : "").append(each.event);
        }
        return text.append(']').toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Results are in the order of the events.
    private void tell(List<Sent> events, JsonNode answer) {
        JsonNode results = answer.path("results");
        for (int i = 0; i < events.size(); i++) {
            JsonNode result = results.path(i);
            if (result.path("status").asText().equals("dead-letter")) {
                refusals.refused(
                        events.get(i),
                        result.path("reason").asText() + ": "
                                + BadLine.shown(result.path("detail").asText()));
            }
        }
    }

    private static String detail(byte[] body) {
        try {
            JsonNode problem = MAPPER.readTree(body);
            String detail = problem.path("detail").asText(problem.path("title").asText());
            return detail.replaceAll("\\p{Cntrl}", "?");
        } catch (IOException noJson) {
            return "no problem as this product writes it";
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
