package io.tallygate.portal.running;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A server of somebody else's, on this machine: what it says at which path is a test's to decide.
public final class TestSource implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private TestSource(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.start();
    }

    public static TestSource start() throws IOException {
        return new TestSource(
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.next()), 0));
    }

    public TestSource serving(String path, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return answering(path, call -> {
            call.sendResponseHeaders(200, bytes.length);
            call.getResponseBody().write(bytes);
            call.close();
        });
    }

    public TestSource redirecting(String path, String to) {
        return answering(path, call -> {
            call.getResponseHeaders().set("Location", to);
            call.sendResponseHeaders(302, -1);
            call.close();
        });
    }

    public TestSource answering(String path, HttpHandler handler) {
        server.createContext(path, handler);
        return this;
    }

    /// As an installation lists it.
    public String pair() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    public String url(String path) {
        return "http://" + pair() + path;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
