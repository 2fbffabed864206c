package io.tallygate.load.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.load.measure.Figures;
import io.tallygate.load.measure.Samples;
import io.tallygate.load.subject.ControlApi;
import io.tallygate.load.subject.Database;
import io.tallygate.load.subject.OwnTenant;
import io.tallygate.load.subject.Stack;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Makes a tenant with a thousand APIs, a hundred products and two hundred consumers by one document, then dumps it and
/// applies the dump again and again: nothing may change. Two times each: the server's own, and the client's from
/// sending the document to the answer's last byte.
public final class WholeState implements Bench {
    private static final int APIS = 1_000;
    private static final int PRODUCTS = 100;
    private static final int CONSUMERS = 200;
    private static final int RUNS = 7;
    private static final Duration BOUND = Duration.ofSeconds(10);

    @Override
    public void run(Stack stack, Figures figures) throws IOException, InterruptedException {
        try (Database database = Database.open(stack.postgres());
                OwnTenant tenant = OwnTenant.make(stack, database, "state-bench")) {
            ControlApi control = tenant.owner();
            long sent = System.nanoTime();
            JsonNode made =
                    ControlApi.read(applied(control, document().toString()).body());
            figures.print("madeAll", (System.nanoTime() - sent) / 1e6, "ms");
            require(made.path("create").asInt() == APIS + 2 * PRODUCTS + 3 * CONSUMERS, "makes all objects");
            var dumps = new Samples();
            var server = new Samples();
            var client = new Samples();
            for (int run = 0; run <= RUNS; run++) {
                long asked = System.nanoTime();
                String dump = control.ask("/state").body();
                long answered = System.nanoTime();
                HttpResponse<String> answer = applied(control, dump);
                long ended = System.nanoTime();
                require(ControlApi.read(answer.body()).path("changes").isEmpty(), "changes nothing");
                if (run > 0) { // the first one warms up
                    dumps.add(answered - asked);
                    server.add(ControlApi.serverNanos(answer));
                    client.add(ended - answered);
                } else {
                    figures.print("document", dump.length() / 1e6, "MB");
                }
            }
            figures.print("applyDump", server, 100, BOUND);
            figures.print("applyDumpAtTheClientP50", client.percentile(50).toNanos() / 1e6, "ms");
            figures.print("applyDumpAtTheClientMax", client.percentile(100).toNanos() / 1e6, "ms");
            figures.print("dumpAtTheClientP50", dumps.percentile(50).toNanos() / 1e6, "ms");
        }
        figures.printMachine();
    }

    private static HttpResponse<String> applied(ControlApi control, String document)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = control.ask("/state/apply?prune=true", document);
        if (answer.statusCode() != 200) {
            String body = answer.body();
            throw new IOException("The apply answered %d: %s"
                    .formatted(answer.statusCode(), body.substring(0, Math.min(2_000, body.length()))));
        }
        return answer;
    }

    private static void require(boolean so, String what) throws IOException {
        if (!so) {
            throw new IOException("It is not so that the apply " + what);
        }
    }

    private static ObjectNode document() {
        ObjectNode document = ControlApi.object().put("format", "tallygate/1");
        ArrayNode apis = document.putArray("apis");
        for (int i = 0; i < APIS; i++) {
            apis.addObject()
                    .put("slug", "api-" + i)
                    .put("name", "API " + i)
                    .put("upstream", "https://api-" + i + ".example.com")
                    .put("document", openApi(i))
                    .putObject("labels")
                    .put("team", "team-" + i % 10);
        }
        ArrayNode products = document.putArray("products");
        for (int i = 0; i < PRODUCTS; i++) {
            ObjectNode product = products.addObject().put("slug", "product-" + i);
            ArrayNode sold = product.putArray("apis");
            for (int api = i; api < APIS; api += PRODUCTS) {
                sold.add("api-" + api);
            }
            ObjectNode plan = product.putArray("plans").addObject().put("slug", "plan");
            plan.putObject("unitPrice").put("amount", "0.01").put("currency", "EUR");
            plan.putObject("quota").put("calls", 10_000);
        }
        ArrayNode consumers = document.putArray("consumers");
        for (int i = 0; i < CONSUMERS; i++) {
            ObjectNode consumer = consumers.addObject().put("name", "Consumer " + i);
            ObjectNode application = consumer.putArray("applications").addObject();
            application.put("name", "Application " + i);
            application
                    .putArray("subscriptions")
                    .addObject()
                    .put("product", "product-" + i % PRODUCTS)
                    .put("plan", "plan");
        }
        return document;
    }

    /// Of some forty operations, as a real one is: about eight thousand characters.
    private static String openApi(int number) {
        var text =
                new StringBuilder("openapi: 3.1.0\ninfo: {title: API %d, version: 1.0.0}\npaths:\n".formatted(number));
        for (int path = 0; path < 20; path++) {
            text.append("""
                  /things-%1$d/{id}:
                    parameters:
                      - {name: id, in: path, required: true, schema: {type: string}}
                    get:
                      operationId: read%1$d
                      summary: Reads thing %1$d
                      responses: {'200': {description: The thing}, '404': {description: There is none}}
                    put:
                      operationId: write%1$d
                      summary: Writes thing %1$d
                      responses: {'204': {description: Done}, '404': {description: There is none}}
                """.formatted(path).indent(0));
        }
        return text.toString();
    }
}
