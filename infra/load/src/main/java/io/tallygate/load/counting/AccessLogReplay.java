package io.tallygate.load.counting;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.load.feed.Entities;
import io.tallygate.load.feed.Entities.Change;
import io.tallygate.load.feed.Keys;
import io.tallygate.load.feed.LivingFeed;
import io.tallygate.load.life.Form;
import io.tallygate.load.life.GatewayDrill;
import io.tallygate.load.life.GatewayProcess;
import io.tallygate.load.measure.Figures;
import io.tallygate.load.peer.Site;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/// Ten thousand real requests of `infra/contracts/suites/access-log.ndjson` made again through a gateway, each caller a
/// consumer of its own, answered with the status and as many octets as then: what is counted is what is known of them.
public final class AccessLogReplay implements GatewayDrill {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CONNECTIONS = 8;
    private static final int PATIENCE_SECONDS = 60;
    private static final Path SUITES = Path.of("infra", "contracts", "suites");

    private record Logged(int caller, String method, String path, int status, long bytes) {}

    @Override
    public void run(Form form, Figures figures) throws IOException, InterruptedException {
        try (Site site = new Site()) {
            Path suites = site.root().resolve(SUITES);
            Map<String, Integer> callers = new LinkedHashMap<>();
            Queue<Logged> requests = new ConcurrentLinkedQueue<>();
            for (String line : Files.readAllLines(suites.resolve("access-log.ndjson"))) {
                JsonNode request = JSON.readTree(line);
                if (request.has("t")) {
                    String caller = request.path("caller").asText();
                    requests.add(new Logged(
                            callers.computeIfAbsent(caller, _ -> callers.size()),
                            request.path("method").asText(),
                            request.path("path").asText(),
                            request.path("status").asInt(),
                            request.path("bytes").asLong()));
                }
            }
            JsonNode known =
                    JSON.readTree(suites.resolve("access-log.expected.json").toFile());
            replay(site, requests, callers, known, figures);
        }
    }

    private static void replay(
            Site site, Queue<Logged> requests, Map<String, Integer> callers, JsonNode known, Figures figures)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        try (Store store = new Store(site).start();
                SizedService service = new SizedService();
                LivingFeed feed = new LivingFeed(entities(service.port(), callers.size()))) {
            GatewayProcess gateway = new GatewayProcess(
                    site,
                    "gateway",
                    feed.address(),
                    "127.0.0.1:" + service.port(),
                    List.of(),
                    Map.of("TALLYGATE_CLICKHOUSE_URL", "http://127.0.0.1:" + store.port()));
            try (gateway) {
                gateway.start().awaitReady();
                store.awaitReady();
                LongAdder otherwise = new LongAdder();
                List<Thread> clients = new ArrayList<>();
                for (int i = 0; i < CONNECTIONS; i++) {
                    clients.add(Thread.ofVirtual().start(() -> call(gateway.port(), requests, otherwise)));
                }
                for (Thread client : clients) {
                    client.join();
                }
                awaitArrival(store, known.at("/overall/requests").asLong());
                figures.print("seconds", (System.nanoTime() - began) / 1e9, "s");
                figures.print("answeredOtherwise", otherwise.sum(), "1");
                figures.bound("tallygate", "answeredOtherwise", otherwise.sum(), 0, "1");
                compare(store, callers, known, figures);
            }
        }
    }

    private static List<Change> entities(int port, int callers) {
        List<Change> all =
                new ArrayList<>(List.of(Entities.upstream(port), Entities.plan(), Entities.route(0, 0, "/")));
        for (int i = 0; i < callers; i++) {
            all.add(Entities.credential(i, i, i));
            all.add(Entities.subscription(i, 0));
        }
        return all;
    }

    private static void call(int port, Queue<Logged> requests, LongAdder otherwise) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(30_000);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
            for (Logged next = requests.poll(); next != null; next = requests.poll()) {
                String body = next.method.equals("POST") ? "Content-Length: 0\r\n" : "";
                socket.getOutputStream()
                        .write((next.method + " " + next.path + " HTTP/1.1\r\nHost: log\r\nX-API-Key: "
                                        + Keys.key(next.caller) + "\r\nX-Want: " + next.status + "\r\nX-Octets: "
                                        + next.bytes + "\r\n" + body + "\r\n")
                                .getBytes(ISO_8859_1));
                int status = readAnswer(in, next.method);
                if (status != next.status) {
                    otherwise.increment();
                    System.err.println(status + " instead of " + next.status + ": " + next.method + " " + next.path);
                }
            }
        } catch (IOException cut) {
            otherwise.increment();
            System.err.println("a connection broke: " + cut.getMessage());
        }
    }

    private static int readAnswer(InputStream in, String method) throws IOException {
        int status = Integer.parseInt(line(in).substring(9, 12));
        long length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Long.parseLong(line.substring(15).strip());
            }
        }
        in.skipNBytes(method.equals("HEAD") || status == 304 ? 0 : length);
        return status;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("closed");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private static void awaitArrival(Store store, long calls) throws IOException, InterruptedException {
        for (int i = 0; i < PATIENCE_SECONDS * 5; i++) {
            if (store.number("SELECT count() FROM usage_event FINAL") >= calls) {
                return;
            }
            Thread.sleep(200);
        }
    }

    private static void compare(Store store, Map<String, Integer> callers, JsonNode known, Figures figures)
            throws IOException, InterruptedException {
        int differing = 0;
        differing += differing("overall", sums(store, "''"), Map.of("", sum(known.path("overall"))));
        Map<String, Long> methods = new HashMap<>();
        known.path("methods")
                .forEach(each -> methods.put(
                        each.path("method").asText(), each.path("requests").asLong()));
        Map<String, Long> counted = new HashMap<>();
        sums(store, "method").forEach((method, sum) -> counted.put(method, sum.requests));
        differing += differing("method", counted, methods);
        Map<String, Sum> statuses = new HashMap<>();
        known.path("statuses").forEach(each -> statuses.put(each.path("status").asText(), sum(each)));
        differing += differing("status", sums(store, "toString(status)"), statuses);
        Map<String, Sum> ofConsumers = sums(store, "toString(consumer)");
        Map<String, Sum> top = new HashMap<>();
        for (JsonNode each : known.path("topCallers")) {
            int caller = callers.getOrDefault(each.path("caller").asText(), -1);
            top.put(new UUID(10, caller).toString(), sum(each));
        }
        figures.print("consumers", ofConsumers.size(), "1");
        figures.print("topCallersCompared", top.size(), "1");
        ofConsumers.keySet().retainAll(top.keySet());
        differing += differing("caller", ofConsumers, top);
        figures.print("sumsThatDiffer", differing, "1");
        figures.bound("tallygate", "sumsThatDiffer", differing, 0, "1");
    }

    private record Sum(long requests, long bytes) {}

    private static Sum sum(JsonNode known) {
        return new Sum(known.path("requests").asLong(), known.path("bytes").asLong());
    }

    private static Map<String, Sum> sums(Store store, String by) throws IOException, InterruptedException {
        Map<String, Sum> sums = new HashMap<>();
        store.text("SELECT " + by + " AS by, count(), sum(response_bytes) FROM usage_event FINAL GROUP BY by"
                        + " FORMAT TabSeparated")
                .lines()
                .map(line -> line.split("\t", -1))
                .forEach(line -> sums.put(line[0], new Sum(Long.parseLong(line[1]), Long.parseLong(line[2]))));
        return sums;
    }

    private static <T> int differing(String what, Map<String, T> counted, Map<String, T> known) {
        int differing = 0;
        for (Map.Entry<String, T> each : known.entrySet()) {
            if (!each.getValue().equals(counted.get(each.getKey()))) {
                differing++;
                System.err.printf(
                        "%s %s: known %s, counted %s%n",
                        what, each.getKey(), each.getValue(), counted.get(each.getKey()));
            }
        }
        return differing + Math.max(0, counted.size() - known.size());
    }
}
