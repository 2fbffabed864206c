package io.tallygate.gateway.running;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tallygate.gateway.GatewayMain;
import io.tallygate.gateway.GatewaySettings;
import io.tallygate.gateway.GatewayTuning;
import io.tallygate.gateway.http.HttpLimits;
import io.tallygate.gateway.http.ProtocolLimits;
import io.tallygate.gateway.upstream.PoolLimits;
import io.tallygate.metering.recording.ShipperSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A gateway with one API at `/acme/orders`, one key, and a subscription whose limits a test chooses.
public final class RunningGateway implements AutoCloseable {
    public static final String KEY = "tg_live_" + "k".repeat(38);
    public static final UUID ROUTE = new UUID(2, 1);
    public static final UUID UPSTREAM = new UUID(2, 2);
    public static final UUID CREDENTIAL = new UUID(2, 3);
    public static final UUID SUBSCRIPTION = new UUID(2, 4);
    public static final UUID PLAN_VERSION = new UUID(2, 5);

    private final PortalFeed feed;
    private final EchoUpstream upstream;
    private final Path data;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private GatewayTuning tuning = tuned(HttpLimits.standard());
    private GatewayMain gateway;
    private int port;
    private int adminPort;
    private int tlsPort;
    private Path certificates = Path.of("");
    private String alsoAllowed = "";
    private String redis = "";
    private Map<String, String> settings = Map.of();

    private RunningGateway(PortalFeed feed, EchoUpstream upstream, Path data) {
        this.feed = feed;
        this.upstream = upstream;
        this.data = data;
    }

    /// @param limits  of the plan: `'quota':{'calls':5,'period':'month'}`, `'rateLimit':{'calls':5,'seconds':1}`, or
    /// empty
    public static RunningGateway withLimits(String limits) throws Exception {
        RunningGateway running =
                new RunningGateway(new PortalFeed(), new EchoUpstream(), Files.createTempDirectory("gateway-"));
        running.describe(running.upstream.port(), limits);
        running.start();
        return running;
    }

    /// @param settings  of the installation, as environment variables
    /// @param allowed   `host:port` pairs that may be called besides, comma separated
    public static RunningGateway withSettings(Map<String, String> settings, String allowed) throws Exception {
        RunningGateway running =
                new RunningGateway(new PortalFeed(), new EchoUpstream(), Files.createTempDirectory("gateway-"));
        running.settings = settings;
        running.alsoAllowed = allowed;
        running.describe(running.upstream.port(), "");
        running.start();
        return running;
    }

    /// Begins, or begins again on the same data directory.
    public void start() throws Exception {
        gateway = new GatewayMain(GatewaySettings.of(environment()).with(tuning));
        awaitReady();
    }

    /// Begins again and may never be ready.
    public void startUnready() throws Exception {
        gateway = new GatewayMain(GatewaySettings.of(environment()).with(tuning));
    }

    /// Where there is no usage store, a gateway that stops need not wait long for it.
    private static GatewayTuning tuned(HttpLimits limits) {
        GatewayTuning standard = GatewayTuning.standard();
        ShipperSettings patient = standard.shipper();
        ShipperSettings hasty = new ShipperSettings(
                patient.linger(),
                patient.maxBlockRows(),
                patient.maxBlockBytes(),
                patient.firstRetry(),
                patient.firstRetry(),
                Duration.ofMillis(100));
        return new GatewayTuning(limits, standard.upstream(), hasty, standard.drain());
    }

    /// Ends, and begins again within those bounds.
    public void restart(HttpLimits limits) throws Exception {
        stop();
        tuning = tuned(limits);
        start();
    }

    /// Ends, and begins again in a process of its own, which the caller ends.
    public Process restartAsProcess() throws Exception {
        stop();
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                GatewayMain.class.getName());
        builder.environment().putAll(environment());
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(data.resolve("process.log").toFile())
                .start();
        awaitReady();
        return process;
    }

    /// Ends, and begins again within those bounds.
    public void restart(ProtocolLimits limits) throws Exception {
        stop();
        tuning = tuning.with(limits);
        start();
    }

    /// Ends, and begins again as one that gives so much notice when it stops.
    public void restart(Duration notice) throws Exception {
        stop();
        tuning = tuning.stopping(notice, tuning.drain());
        start();
    }

    /// Ends, and begins again with so many connections to a target on each loop.
    public void restart(int connections) throws Exception {
        stop();
        PoolLimits pools = PoolLimits.standard();
        tuning = new GatewayTuning(
                tuning.http(),
                new PoolLimits(
                        connections, pools.pending(), pools.keepAlive(), pools.responseIdleTime(), pools.nameServers()),
                tuning.shipper(),
                tuning.protocols(),
                tuning.notice(),
                tuning.drain(),
                tuning.transport());
        start();
    }

    /// Ends, and begins again with a port for TLS.
    /// @param folder  of PEM pairs
    public void restartWithTls(Path folder) throws Exception {
        stop();
        certificates = folder;
        start();
    }

    /// Ends, and begins again with more kinds of policies.
    /// @param folder  of jars
    public void restartWithPolicies(Path folder) throws Exception {
        stop();
        settings = Map.of("TALLYGATE_POLICIES", folder.toString());
        start();
    }

    public int tlsPort() {
        return tlsPort;
    }

    private void awaitReady() throws Exception {
        await("ready", () -> {
            try {
                return admin("/health/ready").statusCode() == 200;
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    private Map<String, String> environment() throws IOException {
        port = FreePorts.next();
        adminPort = FreePorts.next();
        tlsPort = FreePorts.next();
        Map<String, String> environment = new HashMap<>(settings);
        environment.putAll(Map.of(
                "TALLYGATE_REDIS_URL", redis,
                "TALLYGATE_TLS_PORT", Integer.toString(tlsPort),
                "TALLYGATE_TLS_CERTIFICATES", certificates.toString(),
                "TALLYGATE_GATEWAY_PORT", Integer.toString(port),
                "TALLYGATE_ADMIN_PORT", Integer.toString(adminPort),
                "TALLYGATE_FEED_URL", feed.address().toString(),
                "TALLYGATE_GROUP_TOKEN", "tgg_test",
                "TALLYGATE_DATA", data.toString(),
                "TALLYGATE_OUTBOUND_ALLOW", "127.0.0.1:" + upstream.port() + ",127.0.0.1:1," + alsoAllowed,
                "TALLYGATE_CLICKHOUSE_URL", settings.getOrDefault("TALLYGATE_CLICKHOUSE_URL", "http://127.0.0.1:1")));
        environment.putIfAbsent("TALLYGATE_STOP_NOTICE_SECONDS", "0");
        return environment;
    }

    /// An instance of a group that shares its counts there.
    public static RunningGateway sharing(URI redis, String limits) throws Exception {
        RunningGateway running =
                new RunningGateway(new PortalFeed(), new EchoUpstream(), Files.createTempDirectory("gateway-"));
        running.redis = redis.toString();
        running.describe(running.upstream.port(), limits);
        running.start();
        return running;
    }

    /// A gateway whose API is served by that upstream instead of the echo.
    public static RunningGateway inFrontOf(ScriptedUpstream scripted, String limits) throws Exception {
        return inFrontOf(scripted.port(), limits);
    }

    /// @param upstreamPort  on loopback
    public static RunningGateway inFrontOf(int upstreamPort, String limits) throws Exception {
        RunningGateway running =
                new RunningGateway(new PortalFeed(), new EchoUpstream(), Files.createTempDirectory("gateway-"));
        running.alsoAllowed = "127.0.0.1:" + upstreamPort;
        running.describe(upstreamPort, limits);
        running.start();
        return running;
    }

    /// A gateway that may call those upstreams as well.
    public static RunningGateway allowedToCall(List<EchoUpstream> upstreams) throws Exception {
        RunningGateway running =
                new RunningGateway(new PortalFeed(), new EchoUpstream(), Files.createTempDirectory("gateway-"));
        running.alsoAllowed =
                upstreams.stream().map(each -> "127.0.0.1:" + each.port()).collect(Collectors.joining(","));
        running.describe(running.upstream.port(), "");
        running.start();
        return running;
    }

    /// A gateway that may call those `host:port` as well, and looks names up there.
    /// @param nameServers  empty: the machine's
    public static RunningGateway allowing(String pairs, List<InetSocketAddress> nameServers) throws Exception {
        RunningGateway running =
                new RunningGateway(new PortalFeed(), new EchoUpstream(), Files.createTempDirectory("gateway-"));
        running.alsoAllowed = pairs;
        PoolLimits pools = PoolLimits.standard();
        running.tuning = new GatewayTuning(
                running.tuning.http(),
                new PoolLimits(
                        pools.connections(), pools.pending(), pools.keepAlive(), pools.responseIdleTime(), nameServers),
                running.tuning.shipper(),
                running.tuning.drain());
        running.describe(running.upstream.port(), "");
        running.start();
        return running;
    }

    private void describe(int upstreamPort, String limits) {
        feed.upstream(UPSTREAM, upstreamPort, "/base", 1_000);
        feed.route(ROUTE, "/acme/orders", UPSTREAM);
        feed.credential(CREDENTIAL, KEY);
        feed.subscription(SUBSCRIPTION, PLAN_VERSION, limits);
    }

    public void stop() {
        gateway.close();
    }

    public int port() {
        return port;
    }

    /// Where all lies that the gateway writes down.
    public Path data() {
        return data;
    }

    /// Calls that have ended so.
    public long calls(String outcome, String statusClass) throws IOException, InterruptedException {
        return metric("tallygate_calls_total{outcome=\"" + outcome + "\",status=\"" + statusClass + "\"}");
    }

    public PortalFeed feed() {
        return feed;
    }

    public EchoUpstream upstream() {
        return upstream;
    }

    /// @param headers  names and values in turn; the key is added
    public HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, HttpRequest.BodyPublishers.noBody(), headers);
    }

    public HttpResponse<String> send(String method, String path, HttpRequest.BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).method(method, body).header("X-API-Key", KEY);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
    }

    public HttpClient http() {
        return http;
    }

    /// Octets as they are; all that comes back until the gateway closes or falls silent for a second.
    public String raw(String octets) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(1_500);
            socket.getOutputStream().write(octets.getBytes(ISO_8859_1));
            StringBuilder answer = new StringBuilder();
            byte[] buffer = new byte[8 << 10];
            try {
                for (int read = socket.getInputStream().read(buffer);
                        read >= 0;
                        read = socket.getInputStream().read(buffer)) {
                    answer.append(new String(buffer, 0, read, ISO_8859_1));
                }
                answer.append("<closed>");
            } catch (java.net.SocketTimeoutException silent) {
                answer.append("<open>");
            }
            return answer.toString();
        }
    }

    public HttpResponse<String> admin(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /// @param name  a sample of the metrics, with its labels
    public long metric(String name) throws IOException, InterruptedException {
        return admin("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }

    public long recorded() throws IOException, InterruptedException {
        return metric("tallygate_calls_recorded_total");
    }

    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    /// Until all that the feed has told is live, or refused.
    public void awaitApplied() throws Exception {
        int revision = feed.lines().size();
        await("revision " + revision, () -> metric("tallygate_config_revision") == revision);
    }

    public static void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not in time: " + what);
            }
            Thread.sleep(10);
        }
    }

    @Override
    public void close() {
        gateway.close();
        feed.close();
        upstream.close();
        deleteData();
    }

    /// A journal is large, and nobody looks at it any more.
    private void deleteData() {
        try (Stream<Path> all = Files.walk(data)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException | java.io.UncheckedIOException stays) {
            System.err.println("left behind: " + stays);
        }
    }
}
