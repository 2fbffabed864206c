package io.tallygate.metering.clickhouse;

import io.tallygate.metering.recording.UsageBlock;
import io.tallygate.metering.recording.UsageStore;
import io.tallygate.metering.recording.Watermark;

/// Usage blocks in ClickHouse. Runs the migrations before its first block.
public final class ClickHouseUsageStore implements UsageStore {
    public ClickHouseUsageStore(ClickHouseSettings settings) {}

    @Override
    public void store(UsageBlock block) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void report(Watermark watermark) {
        throw new UnsupportedOperationException();
    }
}
