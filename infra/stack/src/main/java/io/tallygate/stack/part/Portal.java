package io.tallygate.stack.part;

import io.tallygate.stack.process.Launch;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The control plane on Open Liberty: the server directory that its build made, copied below the data directory.
public final class Portal implements Part {
    /// Open Liberty's message when an application could not be started; the server itself runs on without it.
    private static final String APPLICATION_FAILED = "CWWKZ0002E";

    private final Installation at;
    private final Postgres postgres;
    private final Keycloak keycloak;
    private volatile long logBefore;

    public Portal(Installation at, Postgres postgres, Keycloak keycloak) {
        this.at = at;
        this.postgres = postgres;
        this.keycloak = keycloak;
    }

    @Override
    public String name() {
        return "portal";
    }

    @Override
    public String address() {
        return at.portalUrl();
    }

    @Override
    public Launch launch() throws IOException {
        Path server =
                at.cache().resolve("openliberty-" + Versions.of("liberty")).resolve("wlp/bin/server");
        if (!Files.isExecutable(server)) {
            throw new IOException("Open Liberty is not unpacked at " + server + "; run infra/up without --no-build");
        }
        Path user = at.data().resolve("portal");
        logBefore = Files.exists(at.log(name())) ? Files.size(at.log(name())) : 0;
        copy(at.root().resolve("portal-web/target/server"), user.resolve("servers/portal"));
        Map<String, String> settings = new HashMap<>();
        settings.put("JAVA_HOME", System.getProperty("java.home"));
        settings.put("WLP_USER_DIR", user.toString());
        settings.put("LOG_DIR", at.data().resolve("logs/liberty").toString());
        settings.put(
                "JVM_ARGS",
                "-Xms128m -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError"
                        + " -Duser.timezone=UTC");
        settings.put("keystore_password", at.secrets().password("portal.keystore"));
        settings.put("OTEL_SDK_DISABLED", "true");
        settings.put("TALLYGATE_DB_HOST", "127.0.0.1");
        settings.put("TALLYGATE_DB_PORT", Integer.toString(at.ports().postgres()));
        settings.put("TALLYGATE_DB_NAME", Postgres.DATABASE);
        for (String role :
                List.of("owner", "app", "directory", "feed", "operator", "tasks", "audit", "identity", "mail")) {
            settings.put(
                    "TALLYGATE_DB_" + role.toUpperCase(java.util.Locale.ROOT) + "_PASSWORD",
                    postgres.rolePassword(role));
        }
        settings.put("TALLYGATE_OIDC_ISSUER", at.keycloakUrl() + "/realms/" + Installation.REALM);
        settings.put("TALLYGATE_OIDC_CLIENT_ID", Keycloak.CLIENT);
        settings.put("TALLYGATE_OIDC_CLIENT_SECRET", keycloak.clientSecret());
        settings.put("TALLYGATE_OIDC_SERVICE_CLIENT_SECRET", keycloak.serviceSecret());
        settings.put("TALLYGATE_PORTAL_HTTP_PORT", Integer.toString(at.ports().portal()));
        settings.put("TALLYGATE_PORTAL_HTTPS_PORT", Integer.toString(at.ports().portalTls()));
        settings.put("TALLYGATE_PORTAL_URL", at.portalUrl());
        settings.put("TALLYGATE_GATEWAY_URL", at.gatewayUrl());
        settings.put("TALLYGATE_CLICKHOUSE_URL", at.clickHouseUrl());
        settings.put("TALLYGATE_CLICKHOUSE_DATABASE", "tallygate");
        settings.put("TALLYGATE_CLICKHOUSE_USER", "");
        settings.put("TALLYGATE_CLICKHOUSE_PASSWORD", "");
        settings.put("TALLYGATE_BOOTSTRAP_OPERATOR_TOKEN", at.secrets().token("operator", "tgp_"));
        settings.put("TALLYGATE_BOOTSTRAP_GROUP_TOKEN", at.secrets().token("group.shared", "tgg_"));
        settings.put("TALLYGATE_SMTP_HOST", "127.0.0.1");
        settings.put("TALLYGATE_SMTP_PORT", Integer.toString(at.ports().mail()));
        settings.put("TALLYGATE_OUTBOUND_ALLOW", at.allowed());
        settings.put(
                "TALLYGATE_AUDIT_KEY",
                at.data().resolve("audit/signing-key.jwk").toString());
        settings.put(
                "TALLYGATE_SEALING_KEY",
                at.data().resolve("secrets/sealing.key").toString());
        settings.put(
                "TALLYGATE_AUDIT_ANCHORS",
                at.data().resolve("audit/anchors.ndjson").toString());
        return new Launch(List.of(server.toString(), "run", "portal"), settings, user, at.log(name()));
    }

    @Override
    public String probe() throws Exception {
        return Probe.get(at.portalUrl() + "/health/ready");
    }

    @Override
    public Optional<String> gaveUp() throws IOException {
        try (SeekableByteChannel log = Files.newByteChannel(at.log(name()))) {
            log.position(Math.min(logBefore, log.size()));
            BufferedReader lines = new BufferedReader(Channels.newReader(log, StandardCharsets.UTF_8));
            return lines.lines()
                    .filter(line -> line.contains(APPLICATION_FAILED))
                    .findFirst();
        }
    }

    /// Only what changed, with its time: Liberty expands an application again when its archive is newer.
    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(from)) {
            files = all.filter(Files::isRegularFile).toList();
        } catch (IOException notBuilt) {
            throw new IOException("The portal is not built: " + from + " is missing", notBuilt);
        }
        removeStale(from, to);
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file));
            if (!Files.exists(target)
                    || Files.size(target) != Files.size(file)
                    || !Files.getLastModifiedTime(target).equals(Files.getLastModifiedTime(file))) {
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /// Libraries of an earlier version must not stay beside their successors.
    private static void removeStale(Path from, Path to) throws IOException {
        for (String folder : List.of("jdbc", "hibernate")) {
            if (Files.isDirectory(to.resolve(folder))) {
                try (Stream<Path> libraries = Files.list(to.resolve(folder))) {
                    for (Path library : libraries.toList()) {
                        if (!Files.exists(from.resolve(folder).resolve(library.getFileName()))) {
                            Files.delete(library);
                        }
                    }
                }
            }
        }
    }
}
