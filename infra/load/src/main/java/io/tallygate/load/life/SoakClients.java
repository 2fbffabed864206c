package io.tallygate.load.life;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/// Clients of every kind: HTTP/1.1 and HTTP/2, small and large bodies both ways, compressed answers, slow readers,
/// WebSockets. One in ten breaks off: in its request, before its answer, or in it.
final class SoakClients {
    private static final int CLIENTS = 24;
    private static final int MOST_OCTETS = 200_000;
    private static final int MOST_SENT = 60_000;
    private static final int SLOW_READ = 8_192;
    private static final long PAUSE = 60;
    private static final String LAST = "Connection: close\r\n";
    private static final String GZIP = "Accept-Encoding: gzip\r\n";

    private final int port;
    private final Map<String, LongAdder> done = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    /// What somebody does on a connection of its own.
    private interface Visit {
        void pay(ThreadLocalRandom random) throws IOException, InterruptedException;
    }

    SoakClients(int port) {
        this.port = port;
    }

    void run(Duration time) throws InterruptedException {
        stopped = false;
        Thread[] threads = new Thread[CLIENTS];
        for (int i = 0; i < CLIENTS; i++) {
            threads[i] = Thread.ofVirtual().name("soak-", i).start(this::visitOften);
        }
        Thread.sleep(time);
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void visitOften() {
        while (!stopped) {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            switch (random.nextInt(10)) {
                case 0 -> visit("breaks off", this::breakOff);
                case 1 -> visit("reads slowly", this::readSlowly);
                case 2, 3 -> visit("WebSocket", this::talk);
                case 4, 5, 6 -> visit("HTTP/2", this::askHttp2);
                default -> visit("HTTP/1.1", this::ask);
            }
            try {
                Thread.sleep(random.nextLong(2 * PAUSE));
            } catch (InterruptedException broken) {
                return;
            }
        }
    }

    private void visit(String what, Visit visit) {
        try {
            visit.pay(ThreadLocalRandom.current());
            done.computeIfAbsent(what, _ -> new LongAdder()).increment();
        } catch (IOException failed) {
            failures.computeIfAbsent(what + ": " + failed.getMessage(), _ -> new LongAdder())
                    .increment();
        } catch (InterruptedException broken) {
            stopped = true;
        }
    }

    private static String octets(ThreadLocalRandom random) {
        return "X-Octets: " + random.nextInt(MOST_OCTETS) + "\r\n" + (random.nextBoolean() ? GZIP : "");
    }

    private static byte[] body(ThreadLocalRandom random) {
        byte[] body = new byte[random.nextInt(1, MOST_SENT)];
        random.nextBytes(body);
        return body;
    }

    private void ask(ThreadLocalRandom random) throws IOException {
        try (Wire wire = Wire.open(port)) {
            for (int i = 0; i < 4; i++) {
                boolean sends = random.nextBoolean();
                Wire.Message answer = wire.ask(
                        sends ? "POST" : "GET",
                        Scene.TARGET,
                        Scene.KEY + octets(random),
                        sends ? body(random) : Scene.NOTHING);
                if (answer.status() != 200) {
                    throw new IOException(answer.start());
                }
            }
        }
    }

    private void askHttp2(ThreadLocalRandom random) throws IOException {
        try (Http2 http2 = new Http2(port)) {
            for (int i = 0; i < 4; i++) {
                boolean sends = random.nextBoolean();
                http2.ask(
                        Scene.TARGET,
                        random.nextBoolean() ? "accept-encoding: gzip" : "x-octets: " + random.nextInt(MOST_OCTETS),
                        sends ? new byte[random.nextInt(1, 16_000)] : Scene.NOTHING);
            }
        }
    }

    private void readSlowly(ThreadLocalRandom random) throws IOException, InterruptedException {
        try (Wire wire = Wire.open(port)) {
            wire.out.write(request("GET", LAST + "X-Octets: 400000\r\n" + (random.nextBoolean() ? GZIP : "")));
            for (int i = 0; i < 20 && wire.in.readNBytes(SLOW_READ).length > 0; i++) {
                Thread.sleep(20);
            }
        }
    }

    private void talk(ThreadLocalRandom random) throws IOException {
        try (Wire wire = Wire.open(port)) {
            WebSockets.open(wire, "/api/0/socket", Scene.KEY);
            for (int i = 0; i < 5; i++) {
                Frame.text(body(random)).writeTo(wire.out);
                Frame.read(wire.in);
            }
            if (random.nextBoolean()) {
                new Frame(0x88, true, new byte[] {3, (byte) 0xe8}).writeTo(wire.out);
                Frame.read(wire.in);
            } // else it is gone without a word
        }
    }

    private static byte[] request(String method, String fields) {
        return (method + " " + Scene.TARGET + " HTTP/1.1\r\nHost: drill\r\n" + Scene.KEY + fields + "\r\n")
                .getBytes(ISO_8859_1);
    }

    private void breakOff(ThreadLocalRandom random) throws IOException, InterruptedException {
        if (random.nextInt(3) == 0) {
            breakOffHttp2(random);
            return;
        }
        try (Wire wire = Wire.open(port)) {
            switch (random.nextInt(6)) {
                case 0 -> wire.out.write(request("GET", "X-Octets: 10\r\n"), 0, 40); // in the head
                case 1 -> { // in the body
                    wire.out.write(request("POST", "Content-Length: 50000\r\n"));
                    wire.out.write(new byte[20_000]);
                    Thread.sleep(random.nextInt(20));
                }
                case 2 -> wire.out.write(request("GET", "X-Wait: 200\r\n")); // before its answer
                case 3 -> { // in its answer, as a rule
                    wire.out.write(request("GET", LAST + "X-Octets: 2000000\r\n" + (random.nextBoolean() ? GZIP : "")));
                    wire.in.readNBytes(random.nextInt(1, 100_000));
                }
                case 4 -> { // in a WebSocket's message
                    WebSockets.open(wire, "/api/0/socket", Scene.KEY);
                    wire.out.write(new byte[] {(byte) 0x82, (byte) 0xfe, 0x10, 0, 1, 2, 3, 4, 5, 6, 7});
                }
                default -> { // several calls at once, none of them waited for
                    wire.out.write(request("GET", "X-Octets: 30000\r\n"));
                    wire.out.write(request("GET", "X-Octets: 30000\r\n"));
                }
            }
            if (random.nextBoolean()) {
                wire.reset();
            }
        }
    }

    private void breakOffHttp2(ThreadLocalRandom random) throws IOException, InterruptedException {
        Http2 http2 = new Http2(port);
        try (http2) {
            http2.begin(Scene.TARGET, random.nextBoolean() ? "x-octets: 60000" : "x-wait: 200", Scene.NOTHING);
            Thread.sleep(random.nextInt(30));
            switch (random.nextInt(3)) {
                case 0 -> http2.cancel();
                case 1 -> http2.reset();
                default -> http2.begin(Scene.TARGET, "x-octets: 60000", new byte[10_000]);
            }
        }
    }

    /// Visits that came to their end, by kind.
    Map<String, Long> done() {
        return counts(done);
    }

    Map<String, Long> failures() {
        return counts(failures);
    }

    private static Map<String, Long> counts(Map<String, LongAdder> all) {
        Map<String, Long> counts = new TreeMap<>();
        all.forEach((what, count) -> counts.put(what, count.sum()));
        return counts;
    }
}
