package io.tallygate.metering.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the database to the form that this version needs: the files below `clickhouse/`, each once, in order.
///
/// ClickHouse has no transaction around such statements and no lock to take, and portal and gateways may start at
/// the same moment. So every statement in a file says `IF NOT EXISTS` or has the same effect when it runs again,
/// and what has run is noted behind it: at worst two processes run the same file beside each other, to the same
/// end. A file is never edited once it is released; one that was is found by its checksum. One set of files serves
/// one server, the embedded engine and a cluster: [ClickHouseLayout] says what their placeholders mean.
public final class ClickHouseMigrations {
    private static final Logger LOG = LoggerFactory.getLogger(ClickHouseMigrations.class);
    private static final List<String> FILES = List.of(
            "001_usage_event.sql",
            "002_usage_event.sql",
            "003_metered_event.sql",
            "004_usage_rollup.sql",
            "005_usage_report.sql",
            "006_usage_hour_total.sql");

    /// A statement of a migration may move a whole table.
    private static final Duration LONGEST_STATEMENT = Duration.ofMinutes(30);

    private final ClickHouseSettings settings;

    private final ClickHouseLayout layout;

    public ClickHouseMigrations(ClickHouseSettings settings) {
        this.settings = settings.patient(LONGEST_STATEMENT);
        this.layout = settings.layout();
    }

    /// Safe to run by several processes at once, and as often as one likes.
    /// @throws ClickHouseFailure      it did not answer, or does not allow it; nothing is half done that a later
    ///         run would not finish
    /// @throws IllegalStateException  when a file that has run is not the file that is here
    public void migrate() throws ClickHouseFailure {
        try (ClickHouse clickHouse = new ClickHouse(settings)) {
            migrate(clickHouse);
        }
    }

    private void migrate(ClickHouse clickHouse) throws ClickHouseFailure {
        createDatabase(clickHouse);
        clickHouse.execute(layout.history(), Map.of());
        Map<Integer, String> applied = new HashMap<>();
        for (JsonNode row : clickHouse.rows("SELECT number, sha256 FROM schema_migration FINAL", Map.of())) {
            applied.put(row.get(0).asInt(), row.get(1).asText());
        }
        for (String file : FILES) {
            int number = number(file);
            if (layout.isCluster() && number == 1) {
                continue; // no cluster was possible before the second file, which makes all
            }
            String text = read(file);
            String checksum = sha256(text);
            String before = applied.get(number);
            if (before == null) {
                apply(clickHouse, number, file, text, checksum);
            } else if (!before.equals(checksum)) {
                throw new IllegalStateException(
                        "migration " + file + " has run in another form: a released file must not be edited");
            }
        }
    }

    private void apply(ClickHouse clickHouse, int number, String file, String text, String checksum)
            throws ClickHouseFailure {
        if (number == 2 && !layout.isCluster()) {
            new UsageEventMove(clickHouse, statements(text, Map.of("usage_event", UsageEventMove.NEXT))).run();
        } else {
            for (String statement : statements(text, Map.of())) {
                clickHouse.execute(statement, Map.of());
            }
        }
        clickHouse.execute(
                "INSERT INTO schema_migration (number, name, sha256)"
                        + " SELECT {number:UInt32}, {name:String}, {sha256:String}",
                Map.of("number", String.valueOf(number), "name", file, "sha256", checksum));
        LOG.info("ClickHouse migration {} has run", file);
    }

    /// What all files say where the tables lie as these settings say.
    List<String> statements() {
        return FILES.stream()
                .filter(file -> !layout.isCluster() || number(file) > 1)
                .flatMap(file -> statements(read(file), Map.of()).stream())
                .toList();
    }

    private List<String> statements(String text, Map<String, String> names) {
        return Arrays.stream(layout.statement(text, names).split(";\\s*(\\n|$)"))
                .filter(statement -> !statement.isBlank())
                .toList();
    }

    private static int number(String file) {
        return Integer.parseInt(file.substring(0, 3));
    }

    private void createDatabase(ClickHouse clickHouse) throws ClickHouseFailure {
        byte[] answer = clickHouse.executeAnywhere(
                "SELECT count() FROM system.databases WHERE name = {name:String}", Map.of("name", settings.database()));
        if (new String(answer, UTF_8).strip().equals("0")) {
            // An account that may not create databases finds ours already made by the operator.
            clickHouse.executeAnywhere(
                    "CREATE DATABASE IF NOT EXISTS {name:Identifier}" + layout.onCluster() + " ENGINE = Atomic",
                    Map.of("name", settings.database()));
        }
    }

    private static String read(String file) {
        try (InputStream in = ClickHouseMigrations.class.getResourceAsStream("/clickhouse/" + file)) {
            if (in == null) {
                throw new IllegalStateException("migration " + file + " is not in this build");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
