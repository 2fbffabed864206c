package io.tallygate.portal.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tallygate.portal.running.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A tenant's own system: a real HTTP server that keeps what it gets, and checks signatures as Standard Webhooks says,
/// sharing no code with the portal.
final class Receiver implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpServer server;
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private final Map<String, IntFunction<Answer>> answers = new ConcurrentHashMap<>();

    /// @param nanos  when it came, by the clock of System.nanoTime
    record Message(
            String path, String id, String timestamp, String signature, String contentType, String body, long nanos) {
        JsonNode json() throws IOException {
            return JSON.readTree(body);
        }

        String type() {
            try {
                return json().path("type").asText();
            } catch (IOException malformed) {
                throw new IllegalStateException(malformed);
            }
        }
    }

    /// @param pause  before it is given
    record Answer(int status, String body, Map<String, String> headers, Duration pause) {
        static Answer of(int status) {
            return new Answer(status, "status " + status, Map.of(), Duration.ZERO);
        }
    }

    private Receiver(HttpServer server) {
        this.server = server;
    }

    static Receiver start() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.next()), 0);
        Receiver receiver = new Receiver(server);
        server.createContext("/", receiver::take);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return receiver;
    }

    String hostAndPort() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    String url(String path) {
        return "http://" + hostAndPort() + path;
    }

    /// @param byNumber  of the message at the path, from 1
    void answer(String path, IntFunction<Answer> byNumber) {
        answers.put(path, byNumber);
    }

    List<Message> at(String path) {
        return messages.stream().filter(message -> message.path().equals(path)).toList();
    }

    /// Waits for as many, or fails.
    List<Message> await(String path, int count) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (at(path).size() < count) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "%s got %d messages of %d in time: %s".formatted(path, at(path).size(), count, at(path)));
            }
            Thread.sleep(20);
        }
        return at(path);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            var headers = exchange.getRequestHeaders();
            Message message = new Message(
                    path,
                    headers.getFirst("webhook-id"),
                    headers.getFirst("webhook-timestamp"),
                    headers.getFirst("webhook-signature"),
                    headers.getFirst("Content-Type"),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8),
                    System.nanoTime());
            int number;
            synchronized (this) {
                messages.add(message);
                number = at(path).size();
            }
            Answer answer = answers.getOrDefault(path, any -> Answer.of(200)).apply(number);
            Thread.sleep(answer.pause());
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// How many of a message's signatures were made with this secret.
    static int signaturesBy(String secret, Message message) {
        int found = 0;
        for (String one : message.signature().split(" ")) {
            String[] parts = one.split(",", 2);
            boolean same = parts[0].equals("v1")
                    && MessageDigest.isEqual(
                            Base64.getDecoder().decode(parts[1]),
                            hmac(secret, message.id() + "." + message.timestamp() + "." + message.body()));
            found += same ? 1 : 0;
        }
        return found;
    }

    private static byte[] hmac(String secret, String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.replaceFirst("^whsec_", "")), "HmacSHA256"));
            return mac.doFinal(signed.getBytes(UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static Duration p95(List<Duration> all) {
        List<Duration> sorted = new ArrayList<>(all);
        sorted.sort(null);
        return sorted.get((int) Math.ceil(sorted.size() * 0.95) - 1);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
