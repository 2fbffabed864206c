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

    private static final String GONE =
            "INSERT INTO usage_watermark (instance, gateway_group, number, complete_up_to, stopped) SELECT instance,"
                    + " argMax(gateway_group, number), max(number) + 1, argMax(complete_up_to, number), true"
                    + " FROM usage_watermark WHERE instance = {instance:String} GROUP BY instance";

    private final ClickHouse clickHouse;
    private final ClickHouseMigrations migrations;
    private boolean migrated;

    public ClickHouseUsageStore(ClickHouseSettings settings) {
        this.clickHouse = new ClickHouse(settings);
        this.migrations = new ClickHouseMigrations(settings);
    }

    @Override
    public void store(UsageBlock block) throws StoreUnavailable, StoreRefused {
        tell(() -> clickHouse.insert(
                insert(block.form()),
                Map.of(
                        "insert_deduplication_token", block.token(),
                        "insert_deduplicate", "1",
                        "async_insert", "0", // an acknowledgement means stored, not queued
                        "max_partitions_per_insert_block", "0", // a late record must not make its block refusable
                        "max_insert_block_size", String.valueOf(block.rows() + 1)), // one block, whatever its size
                BodyPublishers.ofByteArray(
                        block.content().array(),
                        block.content().arrayOffset() + block.content().position(),
                        block.content().remaining()),
                ACKNOWLEDGED_WITHIN));
        tellOf(block);
    }

    /// What the journal held, so that the store can be asked whether it has it; before the block is acknowledged,
    /// so that nothing goes untold.
    private void tellOf(UsageBlock block) throws StoreUnavailable, StoreRefused {
        String counts = CallCounts.of(block).entrySet().stream()
                .map(count ->
                        "[\"" + count.getKey().tenant() + "\"," + count.getKey().hour() + ",\""
                                + count.getKey().instance() + "\",\"" + block.token() + "\"," + count.getValue() + "]")
                .collect(Collectors.joining("\n"));
        if (!counts.isEmpty()) {
            tell(() -> clickHouse.insert(
                    "INSERT INTO usage_report (tenant, hour, instance, token, calls) FORMAT JSONCompactEachRow",
                    Map.of("async_insert", "0", "max_partitions_per_insert_block", "0"),
                    BodyPublishers.ofString(counts),
                    ACKNOWLEDGED_WITHIN));
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
