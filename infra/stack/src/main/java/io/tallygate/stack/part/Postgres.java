package io.tallygate.stack.part;

import io.tallygate.stack.process.AtomicFile;
import io.tallygate.stack.process.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// PostgreSQL from its own programs, on a directory of its own that nothing ever cleans.
public final class Postgres implements Part {
    public static final String ADMINISTRATOR = "tallygate_admin";
    public static final String DATABASE = "tallygate";
    static final String KEYCLOAK = "keycloak";
    private static final Path ROLES = Path.of("portal-web/src/main/resources/db/roles.sql");
    private static final List<String> ROLE_NAMES =
            List.of("owner", "app", "directory", "feed", "operator", "tasks", "audit", "identity", "mail");

    private final Installation at;

    public Postgres(Installation at) {
        this.at = at;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public String address() {
        return "127.0.0.1:" + at.ports().postgres();
    }

    /// Signs in as an administrator: for checks from outside. The portal uses lesser roles.
    public String url() {
        return "postgresql://%s:%s@%s/%s".formatted(ADMINISTRATOR, adminPassword(), address(), DATABASE);
    }

    @Override
    public Launch launch() throws IOException, InterruptedException {
        Path home = PostgresBinaries.in(at.cache());
        Path data = at.data().resolve("postgres");
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialise(home, data);
        }
        Map<String, String> settings = Map.ofEntries(
                Map.entry("listen_addresses", "127.0.0.1"),
                Map.entry("port", Integer.toString(at.ports().postgres())),
                Map.entry("unix_socket_directories", ""),
                Map.entry("synchronous_commit", "on"),
                Map.entry("shared_buffers", "64MB"),
                Map.entry("max_connections", "120"),
                Map.entry("io_method", "sync"),
                Map.entry("jit", "off"),
                Map.entry("timezone", "UTC"),
                Map.entry("log_timezone", "UTC"));
        List<String> command = asOrdinaryUser();
        command.addAll(List.of(home.resolve("bin/postgres").toString(), "-D", data.toString()));
        settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return new Launch(command, Map.of("LC_ALL", "C"), at.data(), at.log(name()));
    }

    @Override
    public String probe() throws SQLException {
        try (Connection administrator = connect("postgres")) {
            return administrator.isValid(1) ? "" : "the connection is not valid";
        }
    }

    @Override
    public void whenReady() throws Exception {
        try (Connection postgres = connect("postgres");
                Statement statement = postgres.createStatement()) {
            if (!exists(statement, "select from pg_roles where rolname = '" + KEYCLOAK + "'")) {
                statement.execute("create role " + KEYCLOAK + " login");
            }
            statement.execute("alter role %s password '%s'".formatted(KEYCLOAK, keycloakPassword()));
            createDatabase(statement, KEYCLOAK, " owner " + KEYCLOAK);
            createDatabase(statement, DATABASE, "");
        }
        String roles = Files.readString(at.root().resolve(ROLES));
        for (String role : ROLE_NAMES) {
            roles = roles.replace("${" + role + "_password}", rolePassword(role));
        }
        try (Connection tallygate = connect(DATABASE);
                Statement statement = tallygate.createStatement()) {
            statement.execute(roles);
        }
    }

    /// Fast shutdown: TERM would wait for every client to leave by itself.
    @Override
    public String stopSignal() {
        return "INT";
    }

    @Override
    public Duration stopPatience() {
        return Duration.ofSeconds(60);
    }

    String rolePassword(String role) {
        return at.secrets().password("postgres." + role);
    }

    String keycloakPassword() {
        return at.secrets().password("postgres.keycloak");
    }

    private String adminPassword() {
        return at.secrets().password("postgres.admin");
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://%s/%s?connectTimeout=2&loginTimeout=3".formatted(address(), database),
                ADMINISTRATOR,
                adminPassword());
    }

    private static void createDatabase(Statement statement, String name, String options) throws SQLException {
        if (!exists(statement, "select from pg_database where datname = '" + name + "'")) {
            statement.execute("create database " + name + options);
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private void initialise(Path home, Path data) throws IOException, InterruptedException {
        Path password = at.data().resolve("run/initdb");
        AtomicFile.write(password, adminPassword());
        try {
            List<String> command = asOrdinaryUser();
            command.addAll(List.of(
                    home.resolve("bin/initdb").toString(),
                    "--pgdata=" + data,
                    "--username=" + ADMINISTRATOR,
                    "--pwfile=" + password,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C"));
            Process initdb = new Launch(command, Map.of("LC_ALL", "C"), at.data(), at.log(name())).start();
            if (initdb.waitFor() != 0) {
                throw new IOException("initdb ended with " + initdb.exitValue());
            }
        } finally {
            Files.delete(password);
        }
    }

    /// PostgreSQL refuses to run as root. In a user namespace of its own the same process is nobody in particular,
    /// while
    /// its files stay ours. Empty for everyone but root.
    private static List<String> asOrdinaryUser() {
        boolean root = "root".equals(System.getProperty("user.name"));
        return new ArrayList<>(root ? List.of("unshare", "-U") : List.of());
    }
}
