package io.tallygate.metering.bench;

import io.tallygate.metering.clickhouse.ClickHouseMigrations;
import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.clickhouse.RunningClickHouse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// The month of [UsageBench] in an engine of its own, for benchmarks of other modules: says `ready ADDRESS DATABASE
/// USER
/// PASSWORD` when all of it lies there, and goes when its input ends.
public final class SeededMonth {
    private SeededMonth() {}

    public static void main(String[] arguments) throws Exception {
        long rows = Long.parseLong(arguments[0]);
        Path directory = Files.createTempDirectory("bench-month");
        try (RunningClickHouse clickHouse = RunningClickHouse.start(directory)) {
            ClickHouseSettings settings = clickHouse.newDatabase().patient(Duration.ofMinutes(10));
            new ClickHouseMigrations(settings).migrate();
            UsageBench.seed(settings, rows);
            System.out.println("ready " + settings.uri() + " " + settings.database() + " '" + settings.user() + "' '"
                    + settings.password() + "'");
            while (System.in.read() >= 0) {
                // until whoever started this is done
            }
        } finally {
            UsageBench.delete(directory);
        }
    }
}
