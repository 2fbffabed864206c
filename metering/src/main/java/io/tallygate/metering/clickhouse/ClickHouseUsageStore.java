package io.tallygate.metering.clickhouse;

import io.tallygate.metering.recording.CallCounts;
import io.tallygate.metering.recording.DeadLetterRow;
import io.tallygate.metering.recording.EventRow;
import io.tallygate.metering.recording.RowForm;
import io.tallygate.metering.recording.UsageBlock;
import io.tallygate.metering.recording.UsageRow;
import io.tallygate.metering.recording.UsageStore;
import io.tallygate.metering.recording.Watermark;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.Collectors;

/// Usage blocks in ClickHouse. Runs the migrations before its first block. For one thread.
///
/// A block is one insert with its token: ClickHouse drops it when it has seen the token among the last blocks of
/// the table (`non_replicated_deduplication_window`). A block that comes again after that window stores its rows
/// a second time; they have the same ids, so that whoever reads with FINAL still counts each once.
public final class ClickHouseUsageStore implements UsageStore, AutoCloseable {
    private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofSeconds(60);
    private static final String REPORT =
            "INSERT INTO usage_watermark (instance, gateway_group, number, complete_up_to, stopped) SELECT"
                    + " {instance:String}, {group:String}, {number:UInt64},"
                    + " fromUnixTimestamp64Micro({completeUpTo:Int64}, 'UTC'), {stopped:Bool}";

    private static final String COUNTS =
            "INSERT INTO usage_report (tenant, hour, instance, token, calls) FORMAT JSONCompactEachRow";

    private static final String GONE =
            "INSERT INTO usage_watermark (instance, gateway_group, number, complete_up_to, stopped) SELECT instance,"
                    + " argMax(gateway_group, number), max(number) + 1, argMax(complete_up_to, number), true"
                    + " FROM usage_watermark WHERE instance = {instance:String} GROUP BY instance";

    private final ClickHouse clickHouse;
    private final ClickHouseMigrations migrations;
    private final PackedRows packed = new PackedRows();
    private boolean migrated;

    public ClickHouseUsageStore(ClickHouseSettings settings) {
        this.clickHouse = new ClickHouse(settings);
        this.migrations = new ClickHouseMigrations(settings);
    }

    @Override
    public void store(UsageBlock block) throws StoreUnavailable, StoreRefused {
        tell(() -> {
            ClickHouse.Inserting rows = clickHouse.insert(
                    insert(block.form()),
                    Map.of(
                            // a journal's ids are unique, and readers count each once: looking for doubles is two
                            // fifths of what an insert costs
                            "optimize_on_insert", "0",
                            "insert_deduplication_token", block.token(),
                            "insert_deduplicate", "1",
                            "async_insert", "0", // an acknowledgement means stored, not queued
                            "max_partitions_per_insert_block", "0", // a late record must not make its block refusable
                            "max_insert_block_size", String.valueOf(block.rows() + 1)), // one block, whatever its size
                    "lz4",
                    packed.of(block.content()),
                    ACKNOWLEDGED_WITHIN);
            try {
                tellOf(block); // meanwhile
            } finally {
                rows.await(); // whatever became of the other: one insert of rows at a time
            }
        });
    }

    /// What the journal held, so that the store can be asked whether it has it; before the block is acknowledged,
    /// so that nothing goes untold.
    private void tellOf(UsageBlock block) throws ClickHouseFailure {
        String counts = CallCounts.of(block).entrySet().stream()
                .map(count ->
                        "[\"" + count.getKey().tenant() + "\"," + count.getKey().hour() + ",\""
                                + count.getKey().instance() + "\",\"" + block.token() + "\"," + count.getValue() + "]")
                .collect(Collectors.joining("\n"));
        if (!counts.isEmpty()) {
            clickHouse
                    .insert(
                            COUNTS,
                            Map.of("async_insert", "0", "max_partitions_per_insert_block", "0"),
                            "identity",
                            BodyPublishers.ofString(counts),
                            ACKNOWLEDGED_WITHIN)
                    .await();
        }
    }

    private static String insert(RowForm form) {
        String into = switch (form) {
            case FORMER_CALL -> "usage_event (" + UsageRow.FORMER_COLUMNS;
            case CALL -> "usage_event (" + UsageRow.COLUMNS;
            case EVENT -> "metered_event (" + EventRow.COLUMNS;
            case DEAD_LETTER -> "dead_letter (" + DeadLetterRow.COLUMNS;
        };
        return "INSERT INTO " + into + ") FORMAT RowBinary";
    }

    @Override
    public void report(Watermark watermark) throws StoreUnavailable, StoreRefused {
        tell(() -> clickHouse.execute(
                REPORT,
                Map.of(
                        "instance", watermark.instance(),
                        "group", watermark.gatewayGroup(),
                        "number", String.valueOf(watermark.number()),
                        "completeUpTo",
                                String.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, watermark.completeUpTo())),
                        "stopped", String.valueOf(watermark.stopped()))));
    }

    @Override
    public void gone(String instance) throws StoreUnavailable, StoreRefused {
        tell(() -> clickHouse.execute(GONE, Map.of("instance", instance)));
    }

    private interface Statement {
        void run() throws ClickHouseFailure;
    }

    private void tell(Statement statement) throws StoreUnavailable, StoreRefused {
        try {
            if (!migrated) {
                migrations.migrate();
                migrated = true;
            }
            statement.run();
        } catch (ClickHouseFailure.Unavailable e) {
            boolean reached = !(e.getCause() instanceof ConnectException)
                    && !(e.getCause() instanceof HttpConnectTimeoutException);
            throw new StoreUnavailable(String.valueOf(e.getMessage()), e, reached);
        } catch (ClickHouseFailure.Refused e) {
            migrated =
                    false; // a table or column that is not there: perhaps the database was put back to an earlier state
            throw new StoreRefused(String.valueOf(e.getMessage()), e);
        } catch (ClickHouseFailure e) {
            throw new StoreUnavailable(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        clickHouse.close();
    }
}
