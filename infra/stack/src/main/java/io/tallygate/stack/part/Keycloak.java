package io.tallygate.stack.part;

import io.tallygate.stack.process.Launch;
import io.tallygate.stack.realm.KeycloakAdmin;
import io.tallygate.stack.realm.RealmApplier;
import io.tallygate.stack.realm.RealmFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Keycloak in production mode, with its data in PostgreSQL and the realm as code.
public final class Keycloak implements Part {
    public static final String ADMINISTRATOR = "admin";
    static final String CLIENT = "portal";

    private final Installation at;
    private final Postgres postgres;

    public Keycloak(Installation at, Postgres postgres) {
        this.at = at;
        this.postgres = postgres;
    }

    @Override
    public String name() {
        return "keycloak";
    }

    @Override
    public String address() {
        return at.keycloakUrl();
    }

    @Override
    public Launch launch() throws IOException {
        Path home = home();
        List<String> command = List.of(
                at.java(),
                "-Xms64m",
                "-Xmx320m",
                "-XX:MaxMetaspaceSize=256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dfile.encoding=UTF-8",
                "-Duser.language=en",
                "-Duser.country=US",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dkc.home.dir=" + home,
                "-Djboss.server.config.dir=" + home.resolve("conf"),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dpicocli.disable.closures=true",
                "-cp",
                home.resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
                "start",
                "--optimized");
        Map<String, String> settings = new HashMap<>();
        settings.put("KC_DB_URL", "jdbc:postgresql://%s/%s".formatted(postgres.address(), Postgres.KEYCLOAK));
        settings.put("KC_DB_USERNAME", Postgres.KEYCLOAK);
        settings.put("KC_DB_PASSWORD", postgres.keycloakPassword());
        settings.put("KC_DB_POOL_MAX_SIZE", "20");
        settings.put("KC_HOSTNAME", at.keycloakUrl());
        settings.put("KC_HTTP_ENABLED", "true");
        settings.put("KC_HTTP_HOST", "127.0.0.1");
        settings.put("KC_HTTP_PORT", Integer.toString(at.ports().keycloak()));
        settings.put("KC_HTTP_MANAGEMENT_HOST", "127.0.0.1");
        settings.put("KC_HTTP_MANAGEMENT_PORT", Integer.toString(at.ports().keycloakManagement()));
        settings.put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMINISTRATOR);
        settings.put("KC_BOOTSTRAP_ADMIN_PASSWORD", adminPassword());
        return new Launch(command, settings, home, at.log(name()));
    }

    @Override
    public String probe() throws Exception {
        return Probe.get("http://localhost:%d/health/ready".formatted(at.ports().keycloakManagement()));
    }

    @Override
    public void whenReady() throws Exception {
        new RealmApplier(KeycloakAdmin.signIn(at.keycloakUrl(), Installation.REALM, ADMINISTRATOR, adminPassword()))
                .apply(RealmFile.read(realmValues()));
    }

    /// What stands in the realm file's places.
    private Map<String, String> realmValues() {
        SmtpServer smtp = SmtpServer.of(at.ports(), System.getenv());
        return Map.of(
                "portalUrl", at.portalUrl(),
                "portalSecret", clientSecret(),
                "serviceSecret", serviceSecret(),
                "smtpHost", smtp.host(),
                "smtpPort", Integer.toString(smtp.port()),
                "smtpFrom", smtp.from());
    }

    String clientSecret() {
        return at.secrets().password("oidc.portal");
    }

    /// The portal's own client, for calls of Keycloak's administration.
    String serviceSecret() {
        return at.secrets().password("oidc.service");
    }

    public String adminPassword() {
        return at.secrets().password("keycloak.admin");
    }

    /// A home of its own per installation, since temporary files lie in it; the programs are shared by links.
    private Path home() throws IOException {
        Path shared = KeycloakDistribution.in(at.cache());
        Path home = at.data().resolve("keycloak");
        Files.createDirectories(home.resolve("data"));
        for (String folder : List.of("bin", "lib", "conf", "providers")) {
            Path link = home.resolve(folder);
            Path target = shared.resolve(folder);
            if (!Files.isSymbolicLink(link) || !Files.readSymbolicLink(link).equals(target)) {
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, target);
            }
        }
        KeycloakTheme.into(home);
        return home;
    }
}
