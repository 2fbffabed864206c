package io.tallygate.portal.incontainer;

import io.tallygate.portal.running.FreePorts;
import io.tallygate.portal.running.RunningPortal;
import io.tallygate.portal.running.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/// Prepares the server that Arquillian starts: the built server directory without the application, and a PostgreSQL of
/// its own. Runs before
/// Arquillian reads its settings, in failsafe's process alone.
public final class ArquillianServer implements LauncherSessionListener {
    private TestDatabase database;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        String wlp = System.getProperty("tallygate.wlp");
        if (wlp == null || database != null) {
            return;
        }
        try {
            database = TestDatabase.start();
            Path usr = Path.of("target/arquillian").toAbsolutePath();
            // Arquillian finds servers by their name, also those of another checkout
            String name = "arquillian-" + ProcessHandle.current().pid();
            Path server = usr.resolve("servers").resolve(name);
            delete(usr);
            copy(Path.of(System.getProperty("tallygate.portal.server", "target/server")), server);
            Files.deleteIfExists(server.resolve("application.xml"));
            delete(server.resolve("apps"));
            Files.createDirectories(server.resolve("apps"));
            String xml = Files.readString(server.resolve("server.xml"))
                    .replace(
                            "<feature>servlet-6.1</feature>",
                            "<feature>servlet-6.1</feature><feature>localConnector-1.0</feature>")
                    .replace(
                            "<config updateTrigger=\"disabled\"/>",
                            "<config updateTrigger=\"polled\" monitorInterval=\"500ms\"/>");
            Files.writeString(server.resolve("server.xml"), xml);
            Files.writeString(server.resolve("server.env"), environment());
            System.setProperty("tallygate.arquillian.usr", usr.toString());
            System.setProperty("tallygate.arquillian.server", name);
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String environment() throws IOException {
        StringBuilder env = new StringBuilder();
        env.append("JAVA_HOME=").append(System.getProperty("java.home")).append('\n');
        env.append("keystore_password=test-keystore\n");
        env.append("TALLYGATE_DB_HOST=localhost\nTALLYGATE_DB_PORT=")
                .append(database.port())
                .append('\n');
        for (String role : TestDatabase.ROLES) {
            env.append("TALLYGATE_DB_%s_PASSWORD=%s\n"
                    .formatted(role.toUpperCase(Locale.ROOT), TestDatabase.password(role)));
        }
        env.append("TALLYGATE_PORTAL_HTTP_PORT=").append(FreePorts.next()).append('\n');
        env.append("TALLYGATE_PORTAL_HTTPS_PORT=").append(FreePorts.next()).append('\n');
        env.append("TALLYGATE_BOOTSTRAP_GROUP_TOKEN=")
                .append(RunningPortal.GROUP_TOKEN)
                .append('\n');
        env.append("TALLYGATE_SMTP_PORT=1\n");
        env.append("TALLYGATE_OIDC_CLIENT_SECRET=test-client\nTALLYGATE_CLICKHOUSE_URL=http://localhost:1\n");
        return env.toString();
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        if (database != null) {
            try {
                database.close();
            } catch (IOException e) {
                System.err.println("PostgreSQL did not stop: " + e);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
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
}
