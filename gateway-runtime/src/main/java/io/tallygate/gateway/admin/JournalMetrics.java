package io.tallygate.gateway.admin;

import io.tallygate.gateway.observe.PrometheusText;
import io.tallygate.metering.recording.JournalState;
import io.tallygate.metering.recording.ShipperState;

/// What one journal holds and what its shipper did.
/// @param prefix  of its samples' names
record JournalMetrics(String prefix, JournalState state, ShipperState shipped) {
    PrometheusText addTo(PrometheusText text) {
        String journal = prefix + "journal_";
        String shipper = prefix + "shipper_";
        return text.gauge(journal + "used_bytes", "Disk that the journal takes", state.usedBytes())
                .gauge(journal + "max_bytes", "Disk that it may take", state.maxBytes())
                .gauge(journal + "nearly_full", "Whether its warning level is passed", state.nearlyFull() ? 1 : 0)
                .gauge(
                        journal + "unshipped_records",
                        "Records that the store has not acknowledged",
                        state.unshippedRecords())
                .counter(journal + "appended_total", "Records appended since the start", state.appendedRecords())
                .counter(journal + "refused_total", "Reservations refused since the start", state.refusedReservations())
                .gauge(journal + "void_bytes", "Bytes that hold no valid record", state.voidBytes())
                .counter(shipper + "rows_total", "Rows that the store acknowledged", shipped.shippedRows())
                .counter(shipper + "blocks_total", "Blocks that the store acknowledged", shipped.shippedBlocks())
                .counter(shipper + "failed_tries_total", "Tries that were not acknowledged", shipped.failedTries())
                .counter(shipper + "refused_tries_total", "Of them, refused by the store", shipped.refusedTries())
                .counter(
                        shipper + "damaged_records_total",
                        "Records with a wrong checksum, kept aside",
                        shipped.damagedRecords());
    }
}
