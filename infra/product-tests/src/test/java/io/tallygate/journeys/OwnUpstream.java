package io.tallygate.journeys;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// A publisher's own service, on the one address of this machine that an installation keeps free for such: it answers
/// everything alike and remembers what reached it.
final class OwnUpstream implements AutoCloseable {
    static final String BODY = "{\"tide\":\"rising\",\"metres\":2.4}";

    private final HttpServer server;
    private final List<Map<String, List<String>>> received = new CopyOnWriteArrayList<>();
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private final String address;

    private OwnUpstream(HttpServer server, String address) {
        this.server = server;
        this.address = address;
    }

    static OwnUpstream start(RunningStack stack) throws IOException {
        String address = stack.text("drillUpstream");
        HttpServer server = HttpServer.create(
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), URI.create(address).getPort()),
                64);
        OwnUpstream upstream = new OwnUpstream(server, address);
        server.createContext("/", upstream::answer);
        server.start();
        return upstream;
    }

    String address() {
        return address;
    }

    /// The headers of each call, in order of arrival.
    List<Map<String, List<String>>> received() {
        return received;
    }

    /// The path of each call, in order of arrival.
    List<String> paths() {
        return paths;
    }

    private void answer(HttpExchange exchange) throws IOException {
        paths.add(exchange.getRequestURI().toString());
        received.add(Map.copyOf(exchange.getRequestHeaders()));
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
