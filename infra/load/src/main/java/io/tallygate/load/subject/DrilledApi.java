package io.tallygate.load.subject;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.load.call.Answer;
import io.tallygate.load.call.CallConnection;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;

/// An API of the demo tenant, made for one drill through the control API as a publisher would make it, on an
/// upstream of the drill's own; sold in a plan without limits that costs next to nothing. Unpublished at the
/// end.
public final class DrilledApi implements AutoCloseable {
    private static final Duration SERVED_WITHIN = Duration.ofSeconds(30);
    private static final String DOCUMENT = """
        {"openapi":"3.1.0","info":{"title":"Drill %s","version":"1.0.0"},
         "paths":{"/ping":{"get":{"operationId":"ping","responses":{"200":{"description":"Pong"}}}}}}\
        """;

    private final ControlApi control;
    private final URI gateway;
    private final String tenant;
    private final String mark = UUID.randomUUID().toString().substring(0, 8);
    private final String api;
    private final String plan;
    private final String consumer;

    /// One application of the drill's consumer, subscribed to the API.
    public record Caller(String application, String subscription, String credential, String key) {}

    public DrilledApi(Stack stack) throws IOException, InterruptedException {
        this(stack, false);
    }

    /// Sold in a plan with a rate and a quota, neither of which is reached.
    public static DrilledApi limited(Stack stack) throws IOException, InterruptedException {
        return new DrilledApi(stack, true);
    }

    private DrilledApi(Stack stack, boolean limited) throws IOException, InterruptedException {
        this.control = new ControlApi(stack.portal(), stack.tenant(), stack.ownerToken());
        this.gateway = stack.gateway();
        this.tenant = stack.tenant();
        this.api = control.post(
                        "/apis",
                        ControlApi.object()
                                .put("name", "Drill " + mark)
                                .put("slug", "drill-" + mark)
                                .put("basePath", "/drill-" + mark)
                                .put("upstream", stack.drillUpstream().toString())
                                .put("document", DOCUMENT.formatted(mark)))
                .path("id")
                .asText();
        var product = ControlApi.object().put("name", "Drill " + mark).put("slug", "drill-" + mark);
        product.putArray("apis").add(api);
        String productId = control.post("/products", product).path("id").asText();
        var priced = ControlApi.object().put("name", "Drill").put("slug", "drill");
        priced.putObject("unitPrice").put("amount", "0.000001").put("currency", "EUR");
        if (limited) {
            priced.putObject("quota").put("calls", 100_000_000).put("period", "month");
            priced.putObject("rateLimit").put("calls", 100_000).put("seconds", 1);
        }
        this.plan = control.post("/products/" + productId + "/plans", priced)
                .path("id")
                .asText();
        this.consumer = control.post("/consumers", ControlApi.object().put("name", "Drill " + mark))
                .path("id")
                .asText();
    }

    public ControlApi control() {
        return control;
    }

    /// Where calls go, at the gateway.
    public String path() {
        return "/" + tenant + "/drill-" + mark + "/ping";
    }

    public void publish() throws IOException, InterruptedException {
        control.post("/apis/" + api + "/publish", ControlApi.object());
    }

    public void unpublish() throws IOException, InterruptedException {
        control.post("/apis/" + api + "/unpublish", ControlApi.object());
    }

    public Caller subscribe(String name) throws IOException, InterruptedException {
        String application = control.post(
                        "/applications",
                        ControlApi.object().put("consumer", consumer).put("name", name))
                .path("id")
                .asText();
        String subscription = control.post(
                        "/subscriptions",
                        ControlApi.object().put("application", application).put("plan", plan))
                .path("id")
                .asText();
        JsonNode credential = newCredential(application);
        return new Caller(
                application,
                subscription,
                credential.path("id").asText(),
                credential.path("key").asText());
    }

    /// @return  with `id` and, this once, `key`
    public JsonNode newCredential(String application) throws IOException, InterruptedException {
        return control.post(
                "/applications/" + application + "/credentials",
                ControlApi.object().put("name", "Drill").put("environment", "live"));
    }

    public void revoke(String credential) throws IOException, InterruptedException {
        control.post("/credentials/" + credential + "/revoke", ControlApi.object());
    }

    /// Returns when the gateway answers 200 to a key.
    public void awaitServed(String key) throws IOException, InterruptedException {
        if (awaitStatus(key, 200, SERVED_WITHIN) < 0) {
            throw new IOException("The gateway does not serve " + path() + " within " + SERVED_WITHIN);
        }
    }

    /// Calls again and again until an answer has a status; that nobody listens, or that an answer is cut, is no answer.
    /// @return  [System#nanoTime] at the end of the first such answer; -1 when there was none in time
    public long awaitStatus(String key, int status, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            try (CallConnection connection = CallConnection.open(gateway)) {
                while (connection.reusable() && System.nanoTime() < deadline) {
                    Answer answer = connection.get(path(), key);
                    if (answer.status() == status) {
                        return answer.endedAt();
                    }
                    Thread.sleep(1);
                }
            } catch (IOException notNow) {
                Thread.sleep(20);
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        unpublish();
    }
}
