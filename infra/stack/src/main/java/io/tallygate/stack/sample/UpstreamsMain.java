package io.tallygate.stack.sample;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;

/// The services behind the sample APIs, each on a port of its own from the given one on, all on loopback.
public final class UpstreamsMain {
    private static final int MAX_BODY_BYTES = 1 << 20;

    private UpstreamsMain() {}

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        List<Service> services = List.of(new Shipping(), new Tracking(), new Forecasts(), new AirQuality());
        for (Service service : services) {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", exchange -> answer(service, exchange));
            server.start();
            System.out.printf("%s at http://127.0.0.1:%d%n", service.getClass().getSimpleName(), port);
            port++;
        }
    }

    private static void answer(Service service, HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answerTo(service, exchange);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    private static Answer answerTo(Service service, HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/health")) {
            return Answer.of(200, "{\"status\":\"up\"}");
        }
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES);
        return service.answer(new Asked(
                exchange.getRequestMethod(),
                path,
                Asked.query(exchange.getRequestURI().getRawQuery()),
                new String(body, StandardCharsets.UTF_8)));
    }
}
