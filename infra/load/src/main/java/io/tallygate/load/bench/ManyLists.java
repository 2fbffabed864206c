package io.tallygate.load.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.load.measure.Figures;
import io.tallygate.load.measure.Samples;
import io.tallygate.load.subject.ControlApi;
import io.tallygate.load.subject.Database;
import io.tallygate.load.subject.Stack;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Walks every list of the control API from its first page to its last, pages of 200, in a tenant with ten thousand
/// APIs and a hundred thousand applications; short ones again and again. Two times a page: the server's own (it says so
/// in `Server-Timing`) and the client's, from sending the request to the answer's last byte.
public final class ManyLists implements Bench {
    private static final int FEWEST_SAMPLES = 100;
    private static final int WARM_UP = 60;
    private static final Duration BOUND = Duration.ofMillis(50);

    @Override
    public void run(Stack stack, Figures figures) throws IOException, InterruptedException {
        ControlApi control = new ControlApi(stack.portal(), stack.tenant(), stack.ownerToken());
        try (Database database = Database.open(stack.postgres());
                ManyRows rows = new ManyRows(control, database)) {
            rows.make();
            for (Map.Entry<String, String> list : lists(control).entrySet()) {
                walk(control, list.getValue(), WARM_UP, new Samples(), new Samples());
                var server = new Samples();
                var client = new Samples();
                while (server.count() < FEWEST_SAMPLES) {
                    walk(control, list.getValue(), Integer.MAX_VALUE, server, client);
                }
                figures.print(list.getKey(), server, 95, BOUND);
                figures.print(
                        list.getKey() + "AtTheClientP95", client.percentile(95).toNanos() / 1e6, "ms");
            }
        }
        figures.printMachine();
    }

    private static Map<String, String> lists(ControlApi control) throws IOException, InterruptedException {
        String application = first(control, "/applications");
        Map<String, String> lists = new LinkedHashMap<>();
        lists.put("apis", "/apis");
        lists.put("products", "/products");
        lists.put("consumers", "/consumers");
        lists.put("applications", "/applications");
        lists.put("subscriptions", "/subscriptions");
        lists.put("invoices", "/invoices");
        lists.put("members", "/members");
        lists.put("tokens", "/tokens");
        lists.put("credentials", "/applications/" + application + "/credentials");
        return lists;
    }

    private static String first(ControlApi control, String list) throws IOException, InterruptedException {
        return control.get(list + "?limit=1").path("items").path(0).path("id").asText();
    }

    private static void walk(ControlApi control, String list, int most, Samples server, Samples client)
            throws IOException, InterruptedException {
        String cursor = "";
        for (int page = 0; page < most; page++) {
            long sent = System.nanoTime();
            HttpResponse<String> answer = control.ask(list + "?limit=200&cursor=" + cursor);
            client.add(System.nanoTime() - sent);
            if (answer.statusCode() == 429) {
                Thread.sleep(Duration.ofSeconds(
                        answer.headers().firstValueAsLong("Retry-After").orElse(1)));
                continue;
            }
            if (answer.statusCode() != 200) {
                throw new IOException("GET %s answered %d: %s".formatted(list, answer.statusCode(), answer.body()));
            }
            server.add(ControlApi.serverNanos(answer));
            JsonNode next = ControlApi.read(answer.body()).path("nextCursor");
            if (next.isNull() || next.isMissingNode()) {
                return;
            }
            cursor = next.asText();
        }
    }
}
