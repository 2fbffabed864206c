package io.tallygate.metering.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
/// end. A file is never edited once it is released; one that was is found by its checksum.
public final class ClickHouseMigrations {
    private static final Logger LOG = LoggerFactory.getLogger(ClickHouseMigrations.class);
    private static final List<String> FILES = List.of("001_usage_event.sql");

    private static final String HISTORY = """
        CREATE TABLE IF NOT EXISTS schema_migration
        (number UInt32, name String, sha256 FixedString(64), applied_at DateTime('UTC') DEFAULT now())
        ENGINE = ReplacingMergeTree ORDER BY number\
        """;

    private final ClickHouseSettings settings;

    public ClickHouseMigrations(ClickHouseSettings settings) {
        this.settings = settings;
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
        clickHouse.execute(HISTORY, Map.of());
        Map<Integer, String> applied = new HashMap<>();
        for (JsonNode row : clickHouse.rows("SELECT number, sha256 FROM schema_migration FINAL", Map.of())) {
            applied.put(row.get(0).asInt(), row.get(1).asText());
        }
        for (String file : FILES) {
            int number = Integer.parseInt(file.substring(0, 3));
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

    private static void apply(ClickHouse clickHouse, int number, String file, String text, String checksum)
            throws ClickHouseFailure {
        for (String statement : text.split(";\\s*(\\n|$)")) {
            if (!statement.isBlank()) {
                clickHouse.execute(statement, Map.of());
            }
        }
        clickHouse.execute(
                "INSERT INTO schema_migration (number, name, sha256)"
                        + " SELECT {number:UInt32}, {name:String}, {sha256:String}",
                Map.of("number", String.valueOf(number), "name", file, "sha256", checksum));
        LOG.info("ClickHouse migration {} has run", file);
    }

    private void createDatabase(ClickHouse clickHouse) throws ClickHouseFailure {
        byte[] answer = clickHouse.executeAnywhere(
                "SELECT count() FROM system.databases WHERE name = {name:String}", Map.of("name", settings.database()));
        if (new String(answer, UTF_8).strip().equals("0")) {
            // An account that may not create databases finds ours already made by the operator.
            clickHouse.executeAnywhere(
                    "CREATE DATABASE IF NOT EXISTS {name:Identifier} ENGINE = Atomic",
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
