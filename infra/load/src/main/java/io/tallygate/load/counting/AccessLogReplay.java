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
import io.tallygate.load.life.Wire;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/// Ten thousand real requests of `infra/contracts/suites/access-log.ndjson`. They are imported by `tallygate
/// import-log`,
/// each caller a subscription of its own, twice and shuffled; and they are made again through the gateway, answered
/// with
/// the status and as many octets as then. Either way what is counted is what is known of them.
public final class AccessLogReplay implements GatewayDrill {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CONNECTIONS = 8;
    private static final int PATIENCE_SECONDS = 60;
    private static final int EVENTS_KEY = 1_000_000;
    private static final String CREDENTIAL = Keys.key(EVENTS_KEY);
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
        List<Logged> all = List.copyOf(requests);
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
                awaitArrival(store, "SELECT count() FROM usage_event FINAL", known);
                figures.print("answeredOtherwise", otherwise.sum(), "1");
                figures.bound("tallygate", "answeredOtherwise", otherwise.sum(), 0, "1");
                int differing = differing(
                        by -> sums(store, by, "sum(response_bytes)", "usage_event"),
                        "method",
                        "toString(status)",
                        "toString(subscription)",
                        callers,
                        known);
                figures.print("replayedSumsThatDiffer", differing, "1");
                figures.bound("tallygate", "replayedSumsThatDiffer", differing, 0, "1");
                imported(site, gateway, store, callers, known, figures);
                figures.print("seconds", (System.nanoTime() - began) / 1e9, "s");
            }
        }
    }

    private static List<Change> entities(int port, int callers) {
        List<Change> all = new ArrayList<>(List.of(Entities.upstream(port), Entities.plan(), Entities.route(0, 0, "")));
        all.add(Entities.meter("access-log.request", "/bytes"));
        all.add(Entities.eventCredential(EVENTS_KEY));
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
                if (status == 503) { // a busy machine's gateway sheds calls, and none of the log was one
                    requests.add(next);
                    Thread.sleep(50);
                } else if (status != next.status) {
                    otherwise.increment();
                    System.err.println(status + " instead of " + next.status + ": " + next.method + " " + next.path);
                }
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
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

    private static void awaitArrival(Store store, String count, JsonNode known)
            throws IOException, InterruptedException {
        for (int i = 0; i < PATIENCE_SECONDS * 5; i++) {
            if (store.number(count) >= known.at("/overall/requests").asLong()) {
                return;
            }
            Thread.sleep(200);
        }
    }

    /// As it is, again, and in another order.
    private static void imported(
            Site site,
            GatewayProcess gateway,
            Store store,
            Map<String, Integer> callers,
            JsonNode known,
            Figures figures)
            throws IOException, InterruptedException {
        try (Wire wire = Wire.open(gateway.port())) {
            if (wire.ask("POST", "/.tallygate/events", "", new byte[0]).status() == 404) {
                System.err.println("SKIPPED, this gateway takes no events: the import");
                return;
            }
        }
        Path log = site.run().resolve("access-log");
        List<String> lines =
                new ArrayList<>(Files.readAllLines(site.root().resolve(SUITES).resolve("access-log.ndjson")));
        lines.removeFirst(); // it says where the others come from
        Path map = site.run().resolve("callers");
        Files.write(
                map,
                callers.entrySet().stream()
                        .map(each -> each.getKey() + "," + new UUID(8, each.getValue()))
                        .toList());
        Path routes = Files.writeString(site.run().resolve("routes"), "* /** site\n");
        for (int time = 0; time < 3; time++) {
            Files.write(log, lines);
            ProcessBuilder builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-jar",
                            site.root().resolve("infra/cli/target/cli.jar").toString(),
                            "import-log",
                            log.toString(),
                            "--gateway",
                            "http://127.0.0.1:" + gateway.port(),
                            "--callers",
                            map.toString(),
                            "--routes",
                            routes.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(site.run().resolve("import.log").toFile());
            builder.environment().put("TALLYGATE_EVENTS_KEY", CREDENTIAL);
            Process client = builder.start();
            if (client.waitFor() != 0) {
                throw new IOException(
                        "The import failed: " + Files.readString(site.run().resolve("import.log")));
            }
            awaitArrival(store, "SELECT count() FROM metered_event FINAL", known);
            Sums imported = by -> sums(store, by, "sum(JSONExtractUInt(data, 'bytes'))", "metered_event");
            int differing = differing(
                    imported,
                    "JSONExtractString(data, 'method')",
                    "toString(JSONExtractUInt(data, 'status'))",
                    "toString(subscription)",
                    callers,
                    known);
            Map<String, Sum> hours = new HashMap<>();
            known.path("hours")
                    .forEach(each -> hours.put(
                            Long.toString(
                                    Instant.parse(each.path("from").asText()).getEpochSecond()),
                            sum(each)));
            differing += differing("hour", imported.by("toString(toUnixTimestamp(toStartOfHour(occurred_at)))"), hours);
            String figure = time == 0 ? "imported" : time == 1 ? "importedAgain" : "importedShuffled";
            figures.print(figure + "SumsThatDiffer", differing, "1");
            figures.bound("tallygate", figure + "SumsThatDiffer", differing, 0, "1");
            Collections.shuffle(lines, new Random(time));
        }
    }

    /// Requests and octets by an expression.
    @FunctionalInterface
    private interface Sums {
        Map<String, Sum> by(String expression) throws IOException, InterruptedException;
    }

    private static int differing(
            Sums sums, String method, String status, String subscription, Map<String, Integer> callers, JsonNode known)
            throws IOException, InterruptedException {
        int differing = differing("overall", sums.by("''"), Map.of("", sum(known.path("overall"))));
        Map<String, Long> methods = new HashMap<>();
        known.path("methods")
                .forEach(each -> methods.put(
                        each.path("method").asText(), each.path("requests").asLong()));
        Map<String, Long> counted = new HashMap<>();
        sums.by(method).forEach((name, sum) -> counted.put(name, sum.requests));
        differing += differing("method", counted, methods);
        Map<String, Sum> statuses = new HashMap<>();
        known.path("statuses").forEach(each -> statuses.put(each.path("status").asText(), sum(each)));
        differing += differing("status", sums.by(status), statuses);
        Map<String, Sum> ofCallers = sums.by(subscription);
        differing += ofCallers.size() == callers.size() ? 0 : 1;
        Map<String, Sum> top = new HashMap<>();
        for (JsonNode each : known.path("topCallers")) {
            int caller = callers.getOrDefault(each.path("caller").asText(), -1);
            top.put(new UUID(8, caller).toString(), sum(each));
        }
        ofCallers.keySet().retainAll(top.keySet());
        return differing + differing("caller", ofCallers, top);
    }

    private record Sum(long requests, long bytes) {}

    private static Sum sum(JsonNode known) {
        return new Sum(known.path("requests").asLong(), known.path("bytes").asLong());
    }

    private static Map<String, Sum> sums(Store store, String by, String octets, String table)
            throws IOException, InterruptedException {
        Map<String, Sum> sums = new HashMap<>();
        store.text("SELECT " + by + " AS by, count(), " + octets + " FROM " + table
                        + " FINAL GROUP BY by FORMAT TabSeparated")
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
