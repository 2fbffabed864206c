package io.tallygate.gateway.running;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// The portal's end of the feed, as far as a gateway sees it: a snapshot, then whatever a test puts or deletes.
public final class PortalFeed implements AutoCloseable {
    public static final UUID TENANT = new UUID(1, 1);
    public static final UUID API = new UUID(1, 2);
    public static final UUID APPLICATION = new UUID(1, 3);
    public static final UUID CONSUMER = new UUID(1, 4);
    public static final UUID PRODUCT = new UUID(1, 5);
    public static final UUID PLAN = new UUID(1, 6);

    private final HttpServer server;
    private final List<String> lines = new ArrayList<>();
    private final List<OutputStream> followers = new CopyOnWriteArrayList<>();
    private final List<String> reports = new CopyOnWriteArrayList<>();
    private long revision;
    private boolean cut;

    public PortalFeed() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/gateway-feed/v1/instances", exchange -> {
            reports.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.createContext("/gateway-feed/v1", this::follow);
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/gateway-feed/v1");
    }

    /// Nobody follows any more, or can begin to, until [#mend].
    public synchronized void cut() {
        cut = true;
        for (OutputStream follower : followers) {
            try {
                follower.close();
            } catch (IOException gone) {
                // as it should be
            }
        }
        followers.clear();
    }

    public synchronized void mend() {
        cut = false;
    }

    private synchronized void follow(HttpExchange exchange) throws IOException {
        if (cut) {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        write(out, "{\"type\":\"begin\",\"mode\":\"snapshot\",\"revision\":" + revision + "}");
        for (String line : lines) {
            write(out, line);
        }
        write(out, "{\"type\":\"commit\",\"revision\":" + revision + "}");
        followers.add(out);
    }

    /// What instances have said of themselves.
    public List<String> reports() {
        return reports;
    }

    /// All changes so far, as they were sent.
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    private static void write(OutputStream out, String line) throws IOException {
        out.write((line + "\n").getBytes(UTF_8));
        out.flush();
    }

    /// @param value  JSON with `'` for `"`
    public void put(String kind, UUID id, String value) {
        putExactly(kind, id, value.replace('\'', '"'));
    }

    public synchronized void putExactly(String kind, UUID id, String value) {
        send("{\"type\":\"put\",\"revision\":%d,\"kind\":\"%s\",\"id\":\"%s\",\"value\":%s}"
                .formatted(++revision, kind, id, value));
    }

    public synchronized void delete(String kind, UUID id) {
        send("{\"type\":\"delete\",\"revision\":%d,\"kind\":\"%s\",\"id\":\"%s\"}".formatted(++revision, kind, id));
    }

    /// Tells all again, as when the gateway has been away for too long.
    public synchronized void snapshot() {
        lines.add("{\"type\":\"delete\",\"revision\":%d,\"kind\":\"route\",\"id\":\"%s\"}"
                .formatted(++revision, new UUID(0, 0))); // a revision needs a change
        for (OutputStream follower : followers) {
            try {
                write(follower, "{\"type\":\"begin\",\"mode\":\"snapshot\",\"revision\":" + revision + "}");
                for (String line : lines) {
                    write(follower, line);
                }
                write(follower, "{\"type\":\"commit\",\"revision\":" + revision + "}");
            } catch (IOException gone) {
                followers.remove(follower);
            }
        }
    }

    private void send(String line) {
        lines.add(line);
        for (OutputStream follower : followers) {
            try {
                write(follower, "{\"type\":\"begin\",\"mode\":\"changes\",\"revision\":" + revision + "}");
                write(follower, line);
                write(follower, "{\"type\":\"commit\",\"revision\":" + revision + "}");
            } catch (IOException gone) {
                followers.remove(follower);
            }
        }
    }

    public void upstream(UUID id, int port, String basePath, int responseTimeoutMillis) {
        put(
                "upstream",
                id,
                ("{'tenant':'%s','scheme':'http','targets':[{'host':'127.0.0.1','port':%d,'weight':1}],'basePath':'%s',"
                                + "'connectTimeoutMillis':1000,'responseTimeoutMillis':%d}")
                        .formatted(TENANT, port, basePath, responseTimeoutMillis));
    }

    /// One whose target speaks HTTP/2, known beforehand.
    public void http2Upstream(UUID id, int port, String basePath) {
        put(
                "upstream",
                id,
                ("{'tenant':'%s','scheme':'http','protocol':'http2','targets':[{'host':'127.0.0.1','port':%d,'weight':1}],"
                    + "'basePath':'%s','connectTimeoutMillis':1000,'responseTimeoutMillis':3000}")
                        .formatted(TENANT, port, basePath));
    }

    public void route(UUID id, String path, UUID upstream) {
        route("live", id, path, upstream);
    }

    public void route(String environment, UUID id, String path, UUID upstream) {
        put(
                "route",
                id,
                ("{'tenant':'%s','tenantSlug':'acme','environment':'%s','api':'%s','apiVersion':'%s','hosts':[],'path':'%s',"
                    + "'methods':[],'stripPath':true,'upstream':'%s','authentication':'api-key','metered':true,"
                    + "'operations':[{'id':'getOrder','method':'GET','path':'/orders/{id}'}]}")
                        .formatted(TENANT, environment, API, API, path, upstream));
    }

    /// A route with more policies.
    /// @param authentication  `api-key` or `none`
    /// @param policies        members of the list
    public void route(UUID id, String path, UUID upstream, String authentication, String policies) {
        put(
                "route",
                id,
                ("{'tenant':'%s','tenantSlug':'acme','environment':'live','api':'%s','apiVersion':'%s','hosts':[],'path':'%s',"
                    + "'methods':[],'stripPath':true,'upstream':'%s','authentication':'%s','metered':false,"
                    + "'operations':[{'id':'getOrder','method':'GET','path':'/orders/{id}'},"
                    + "{'id':'search','method':'GET','path':'/search'}],'policies':[%s]}")
                        .formatted(TENANT, API, API, path, upstream, authentication, policies));
    }

    /// A route of any host and method without authentication, whose whole path goes upstream.
    /// @param matching  `'path':'/a'`, perhaps more members
    /// @param policies  of the list, without its brackets
    public void openRoute(UUID id, UUID upstream, String matching, String policies) {
        put(
                "route",
                id,
                ("{'tenant':'%s','tenantSlug':'acme','environment':'live','api':'%s','apiVersion':'%s','hosts':[],%s,"
                    + "'methods':[],'stripPath':false,'upstream':'%s','authentication':'none','metered':true,"
                    + "'operations':[],'policies':[%s]}")
                        .formatted(TENANT, API, API, matching, upstream, policies));
    }

    /// @param limits  `'quota':{…},'rateLimit':{…}`, or empty
    public void subscription(UUID id, UUID planVersion, String limits) {
        subscription("live", id, planVersion, limits);
    }

    /// @param limits  as of [#subscription(UUID, UUID, String)]
    public void subscription(String environment, UUID id, UUID planVersion, String limits) {
        put(
                "plan-version",
                planVersion,
                "{'tenant':'%s','plan':'%s','planName':'Starter'%s}"
                        .formatted(TENANT, PLAN, limits.isEmpty() ? "" : "," + limits));
        put(
                "subscription",
                id,
                ("{'tenant':'%s','application':'%s','consumer':'%s','product':'%s','apis':['%s'],'planVersion':'%s',"
                    + "'timeZone':'Europe/Berlin','environment':'%s','status':'active','startsAt':'2026-01-01T00:00:00Z'}")
                        .formatted(TENANT, APPLICATION, CONSUMER, PRODUCT, API, planVersion, environment));
    }

    /// A route with policies of its own, at a path of its own.
    /// @param policies  members of the list, with `'` for `"`
    public void guarded(UUID id, String path, UUID upstream, String policies) {
        put(
                "route",
                id,
                ("{'tenant':'%s','tenantSlug':'acme','environment':'live','api':'%s','apiVersion':'%s','hosts':[],'path':'%s',"
                    + "'methods':[],'stripPath':true,'upstream':'%s','authentication':'none','metered':true,"
                    + "'operations':[{'id':'getOrder','method':'GET','path':'/orders/{id}'}],'policies':[%s]}")
                        .formatted(TENANT, API, API, path, upstream, policies));
    }

    /// @param shown  what is told of the credential besides whose it is: `'kind':'basic','sha256':'…'`
    public void credentialOf(UUID id, String shown, UUID application, UUID consumer) {
        put(
                "credential",
                id,
                "{'tenant':'%s','environment':'live','application':'%s','consumer':'%s',%s}"
                        .formatted(TENANT, application, consumer, shown));
    }

    public static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public void credential(UUID id, String key) {
        credential("live", id, key);
    }

    public void credential(String environment, UUID id, String key) {
        try {
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
            put(
                    "credential",
                    id,
                    "{'tenant':'%s','environment':'%s','sha256':'%s','application':'%s','consumer':'%s'}"
                            .formatted(TENANT, environment, hash, APPLICATION, CONSUMER));
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// A key of that application and consumer.
    public void credential(UUID id, String key, UUID application, UUID consumer) {
        try {
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
            put(
                    "credential",
                    id,
                    "{'tenant':'%s','environment':'live','sha256':'%s','application':'%s','consumer':'%s'}"
                            .formatted(TENANT, hash, application, consumer));
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
