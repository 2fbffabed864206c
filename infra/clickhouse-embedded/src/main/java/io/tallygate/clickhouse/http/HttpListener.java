package io.tallygate.clickhouse.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.RequestHeaderFieldsTooLargeException;

/// Accepts connections and hands their requests to [StatementService], one thread a connection.
final class HttpListener {
    private final ServerSocket server;
    private final StatementService service;
    private final Watch watch;
    private final Limits limits;
    private final Counters counters;
    private volatile boolean stopped;

    HttpListener(InetSocketAddress address, StatementService service, Watch watch, Limits limits, Counters counters)
            throws IOException {
        this.service = service;
        this.watch = watch;
        this.limits = limits;
        this.counters = counters;
        this.server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(address, 256);
    }

    int port() {
        return server.getLocalPort();
    }

    void start() {
        Thread.ofPlatform().name("accept").start(this::accept);
    }

    /// No new connections and requests; what runs goes on.
    void stop() throws IOException {
        stopped = true;
        server.close();
    }

    private void accept() {
        while (!stopped) {
            try {
                Socket socket = server.accept();
                Client client = new Client(socket, limits, counters);
                boolean full = counters.clients.incrementAndGet() > limits.clients();
                Thread.ofPlatform().name("client").daemon().start(() -> serve(client, full));
            } catch (IOException e) {
                if (!stopped) {
                    System.err.println("A connection was not accepted: " + e.getMessage());
                }
            }
        }
    }

    private void serve(Client client, boolean full) {
        watch.add(client);
        try {
            if (full) {
                counters.refused("clients");
                client.respond(Answers.plain(503, "Too many connections\n"));
                return;
            }
            boolean more = true;
            while (more && !stopped) {
                more = serveOne(client);
            }
        } catch (IOException | HttpException e) {
            // the client has gone, or speaks no HTTP: there is nobody to tell
        } finally {
            watch.remove(client);
            client.close();
            counters.clients.decrementAndGet();
        }
    }

    private boolean serveOne(Client client) throws IOException, HttpException {
        ClassicHttpRequest request;
        try {
            request = client.receive();
        } catch (MessageConstraintException | RequestHeaderFieldsTooLargeException e) {
            counters.refused("lines");
            client.respond(Answers.plain(431, e.getMessage() + "\n"));
            return false;
        } catch (HttpException e) {
            client.respond(Answers.plain(400, "Not understood: " + e.getMessage() + "\n"));
            return false;
        }
        if (request == null) {
            return false;
        }
        ClassicHttpResponse response = service.answer(request, client);
        client.answered();
        boolean keep = Answers.keepsAlive(request, response) && !stopped;
        if (keep && client.skipRest(request)) {
            return true;
        }
        client.linger();
        return false;
    }
}
