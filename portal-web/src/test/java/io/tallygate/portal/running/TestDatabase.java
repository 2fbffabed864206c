package io.tallygate.portal.running;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;

/// An embedded PostgreSQL with the database and the roles of an installation.
public final class TestDatabase implements AutoCloseable {
    public static final String NAME = "tallygate";
    public static final List<String> ROLES =
            List.of("owner", "app", "directory", "feed", "operator", "tasks", "audit", "identity", "mail");

    private final EmbeddedPostgres server;

    private TestDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    public static TestDatabase start() throws IOException, SQLException {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setPort(FreePorts.next())
                .setServerConfig("fsync", "off")
                .setServerConfig("max_connections", "100")
                .start();
        TestDatabase database = new TestDatabase(server);
        try (Connection administrator = database.connect("postgres", "postgres");
                Statement statement = administrator.createStatement()) {
            statement.execute("create database " + NAME);
        }
        String roles = resource("/db/roles.sql");
        for (String role : ROLES) {
            roles = roles.replace("${" + role + "_password}", password(role));
        }
        try (Connection administrator = database.connect(NAME, "postgres");
                Statement statement = administrator.createStatement()) {
            statement.execute(roles);
        }
        return database;
    }

    public int port() {
        return server.getPort();
    }

    public static String password(String role) {
        return "test-" + role;
    }

    /// @param role  `app`, `feed` …, without the prefix
    public Connection as(String role) throws SQLException {
        return DriverManager.getConnection(url(NAME) + "?currentSchema=portal", "tallygate_" + role, password(role));
    }

    /// With all rights: for looking at what others must not see.
    public Connection asAdministrator() throws SQLException {
        return connect(NAME, "postgres");
    }

    private Connection connect(String database, String user) throws SQLException {
        return DriverManager.getConnection(url(database), user, "postgres");
    }

    private String url(String database) {
        return "jdbc:postgresql://localhost:" + port() + "/" + database;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(TestDatabase.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
