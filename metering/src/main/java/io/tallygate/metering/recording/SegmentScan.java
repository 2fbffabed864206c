package io.tallygate.metering.recording;

import java.util.zip.CRC32C;

/// Finds the records of a segment that an earlier process left, and makes it whole again. Appends of several
/// threads may have been cut by the kill at any byte, also before records that were complete: those are found by
/// trying every boundary, and what lies between becomes a void.
/// @param records    how many are whole
/// @param end        behind the last whole record
/// @param voidBytes  between whole records
record SegmentScan(int records, int end, int voidBytes) {

    static SegmentScan repair(Segment segment) {
        byte[] row = new byte[segment.maxRow];
        CRC32C checksum = new CRC32C();
        int records = 0;
        int voidBytes = 0;
        int end = Segment.HEADER;
        for (int at = Segment.HEADER; at + Segment.RECORD_HEADER <= segment.limit; ) {
            int length = segment.lengthAt(at);
            if (length <= 0 || !segment.read(at, length, row, 0, checksum)) {
                at += 8;
                continue;
            }
            if (at > end) {
                segment.markVoid(end, at);
                voidBytes += at - end;
            }
            records++;
            at += Segment.recordSize(length);
            end = at;
        }
        return new SegmentScan(records, end, voidBytes);
    }

    /// How many records lie in a part of a segment that has been repaired.
    static int count(Segment segment, int from, int end) {
        int records = 0;
        for (int at = from; at < end; ) {
            int length = segment.lengthAt(at);
            if (length > 0) {
                records++;
                at += Segment.recordSize(length);
            } else {
                at += length == 0 ? 8 : -length;
            }
        }
        return records;
    }
}
