package io.tallygate.gateway;

import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.clickhouse.ClickHouseUsageStore;
import io.tallygate.metering.recording.CopiedJournal;
import io.tallygate.metering.recording.ShipperSettings;
import io.tallygate.metering.recording.UsageJournal;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `tallygate ship`: sends what the journal's folder of an instance holds that does not come back.
public final class ShipMain {
    private static final String HELP = """
        tallygate ship --journal DIR [--clickhouse URL] [--database NAME] [--within SECONDS]

        Sends what a gateway's journal folder (data/journal, or data/events) holds that the usage store has not
        acknowledged. For an instance that does not come back: copy its folder here, or mount its disk. Should it come
        back all the same, every call and event still counts once. Safe to run again; it goes on where it ended.

          --journal DIR       the folder; no process may be writing in it
          --clickhouse URL    the usage store; otherwise TALLYGATE_CLICKHOUSE_URL, or http://localhost:8123
          --database NAME     otherwise TALLYGATE_CLICKHOUSE_DATABASE, or tallygate
          --within SECONDS    give up then (3600); what is left stays in the folder

        User and password: TALLYGATE_CLICKHOUSE_USER, TALLYGATE_CLICKHOUSE_PASSWORD.
        Ends with 0 when nothing is left, 1 when something is, 2 when it cannot begin.\
        """;

    private static final List<String> KNOWN = List.of("--journal", "--clickhouse", "--database", "--within");

    private ShipMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(List.of(arguments), System.getenv(), System.out, System.err));
    }

    static int run(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err)
            throws InterruptedException {
        if (arguments.isEmpty() || arguments.contains("--help")) {
            out.println(HELP);
            return arguments.isEmpty() ? 2 : 0;
        }
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            if (!KNOWN.contains(arguments.get(i)) || i + 1 == arguments.size()) {
                err.println("Not understood: " + arguments.get(i) + ". See tallygate ship --help");
                return 2;
            }
            options.put(arguments.get(i), arguments.get(i + 1));
        }
        String journal = options.get("--journal");
        if (journal == null) {
            err.println("--journal is missing. See tallygate ship --help");
            return 2;
        }
        try (ClickHouseUsageStore store = new ClickHouseUsageStore(settings(options, environment))) {
            Duration within = Duration.ofSeconds(Long.parseLong(options.getOrDefault("--within", "3600")));
            CopiedJournal.Shipped shipped =
                    CopiedJournal.ship(Path.of(journal), store, ShipperSettings.standard(), within);
            out.printf(
                    "instance=%s found=%d shipped=%d left=%d%n",
                    shipped.instance(), shipped.found(), shipped.found() - shipped.left(), shipped.left());
            if (!shipped.failure().isEmpty()) {
                err.println(shipped.failure());
            }
            return shipped.failure().isEmpty() ? 0 : 1;
        } catch (IOException | UncheckedIOException | UsageJournal.InUse | IllegalArgumentException wrong) {
            err.println("Cannot ship " + journal + ": " + wrong.getMessage());
            return 2;
        }
    }

    private static ClickHouseSettings settings(Map<String, String> options, Map<String, String> environment) {
        return new ClickHouseSettings(
                URI.create(options.getOrDefault(
                        "--clickhouse", environment.getOrDefault("TALLYGATE_CLICKHOUSE_URL", "http://localhost:8123"))),
                options.getOrDefault(
                        "--database", environment.getOrDefault("TALLYGATE_CLICKHOUSE_DATABASE", "tallygate")),
                environment.getOrDefault("TALLYGATE_CLICKHOUSE_USER", ""),
                environment.getOrDefault("TALLYGATE_CLICKHOUSE_PASSWORD", ""));
    }
}
