package io.tallygate.portal.running;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A portal in a process of its own. Settings that a test does not need (ClickHouse, Keycloak) may be given or left
/// out.
public final class RunningPortal implements AutoCloseable {
    public static final String OPERATOR_TOKEN = "tgp_0000000000000000000000000000TEST32cbkh";
    public static final String GROUP_TOKEN = "tgg_0000000000000000000000000000TEST2Gtyp0";

    private static final Duration START = Duration.ofSeconds(240);
    private static RunningPortal shared;

    private final TestDatabase database;
    private final TestIdentityProvider identity;
    private final TestMailServer mails;
    private final Process process;
    private final int port;
    private final Path log;
    private final boolean first;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningPortal(
            TestDatabase database,
            TestIdentityProvider identity,
            TestMailServer mails,
            boolean first,
            Process process,
            int port,
            Path log) {
        this.database = database;
        this.identity = identity;
        this.mails = mails;
        this.first = first;
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /// One for all tests of a JVM, stopped when it ends.
    public static synchronized RunningPortal shared() {
        if (shared == null) {
            try {
                shared = start(Map.of());
            } catch (IOException | SQLException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    shared.close();
                } catch (IOException | InterruptedException e) {
                    System.err.println("portal did not stop: " + e);
                }
            }));
        }
        return shared;
    }

    /// @param settings  environment variables besides those of the database and the ports
    public static RunningPortal start(Map<String, String> settings)
            throws IOException, SQLException, InterruptedException {
        return start(TestDatabase.start(), TestIdentityProvider.start(), TestMailServer.start(), true, settings);
    }

    /// Another portal on the same database, identity provider and mail server; ends before this one does.
    public RunningPortal beside(Map<String, String> settings) throws IOException, InterruptedException {
        return start(database, identity, mails, false, settings);
    }

    private static RunningPortal start(
            TestDatabase database,
            TestIdentityProvider identity,
            TestMailServer mails,
            boolean first,
            Map<String, String> settings)
            throws IOException, InterruptedException {
        Path wlp = Path.of(Objects.requireNonNull(System.getProperty("tallygate.wlp"), "-Dtallygate.wlp"));
        Path built = Path.of(System.getProperty("tallygate.portal.server", "target/server"));
        Path user = Files.createTempDirectory(
                Files.createDirectories(Path.of("target").toAbsolutePath()), "running-portal-");
        copy(built, user.resolve("servers/portal"));
        int port = FreePorts.next();
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("WLP_USER_DIR", user.toString());
        environment.put("JVM_ARGS", "-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
        environment.put("keystore_password", "test-keystore");
        environment.put("TALLYGATE_DB_HOST", "localhost");
        environment.put("TALLYGATE_DB_PORT", Integer.toString(database.port()));
        environment.put("TALLYGATE_DB_NAME", TestDatabase.NAME);
        for (String role : TestDatabase.ROLES) {
            environment.put(
                    "TALLYGATE_DB_" + role.toUpperCase(java.util.Locale.ROOT) + "_PASSWORD",
                    TestDatabase.password(role));
        }
        environment.put("TALLYGATE_PORTAL_HTTP_PORT", Integer.toString(port));
        environment.put("TALLYGATE_PORTAL_HTTPS_PORT", Integer.toString(FreePorts.next()));
        environment.put("TALLYGATE_PORTAL_URL", "http://localhost:" + port);
        environment.put("TALLYGATE_BOOTSTRAP_OPERATOR_TOKEN", OPERATOR_TOKEN);
        environment.put("TALLYGATE_BOOTSTRAP_GROUP_TOKEN", GROUP_TOKEN);
        environment.put("TALLYGATE_OUTBOUND_ALLOW", "127.0.0.1:8501,127.0.0.1:8502");
        environment.put("TALLYGATE_OIDC_ISSUER", identity.issuer());
        environment.put("TALLYGATE_OIDC_CLIENT_SECRET", "test-client");
        environment.put(
                "TALLYGATE_AUDIT_KEY", user.resolve("audit/signing-key.jwk").toString());
        environment.put(
                "TALLYGATE_AUDIT_ANCHORS", user.resolve("audit/anchors.ndjson").toString());
        environment.put(
                "TALLYGATE_SEALING_KEY",
                Path.of("target/test-sealing.key").toAbsolutePath().toString());
        environment.put("TALLYGATE_DNS_SERVER", "127.0.0.1:1"); // nobody answers there
        environment.put("TALLYGATE_CLICKHOUSE_URL", "http://localhost:1");
        environment.put("TALLYGATE_SMTP_PORT", Integer.toString(mails.port()));
        environment.putAll(settings);
        Path log = user.resolve("portal.log");
        ProcessBuilder builder = new ProcessBuilder(wlp.resolve("bin/server").toString(), "run", "portal")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        RunningPortal portal = new RunningPortal(database, identity, mails, first, builder.start(), port, log);
        portal.awaitReady();
        return portal;
    }

    public String url() {
        return "http://localhost:" + port;
    }

    public TestDatabase database() {
        return database;
    }

    /// Signs access tokens that the control API takes.
    public TestIdentityProvider identity() {
        return identity;
    }

    /// What the portal sent.
    public TestMailServer mails() {
        return mails;
    }

    public HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, null, headers);
    }

    /// @param body     JSON, or null
    /// @param headers  names and values in turn
    public HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(Duration.ofSeconds(30))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.setHeader("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                break;
            }
            try {
                if (get("/health/ready").statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // the port is not open yet
            }
            Thread.sleep(200);
        }
        close();
        throw new IllegalStateException("the portal did not become ready; its log:\n" + Files.readString(log));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (first) {
            mails.close();
            identity.close();
            database.close();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /// For looking at pages: runs until the process is ended.
    public static void main(String[] arguments) throws Exception {
        RunningPortal portal = start(Map.of());
        System.out.println("portal " + portal.url() + ", operator token " + OPERATOR_TOKEN + ", PostgreSQL port "
                + portal.database().port());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                portal.close();
            } catch (IOException | InterruptedException e) {
                System.err.println("portal did not stop: " + e);
            }
        }));
        Thread.currentThread().join();
    }
}
