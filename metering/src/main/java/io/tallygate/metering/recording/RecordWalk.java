package io.tallygate.metering.recording;

import io.tallygate.metering.recording.ShippedPosition.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Goes over the journal's records from a place on and takes the whole ones; damaged bytes are passed by and kept in a
/// file. For one thread.
final class RecordWalk {
    private static final Logger LOG = LoggerFactory.getLogger(RecordWalk.class);

    private final Path directory;
    private final CRC32C crc = new CRC32C();
    private Segment segment;
    private int offset;
    private int damaged;

    RecordWalk(Path directory, Segment segment, int offset) {
        this.directory = directory;
        this.segment = segment;
        this.offset = offset;
    }

    /// Where it is now: the next record's place, or where it will be.
    Segment segment() {
        return segment;
    }

    int offset() {
        return offset;
    }

    /// Records that it passed by and that nobody had passed by before.
    int damaged() {
        return damaged;
    }

    /// @param upTo     records from there on are left
    /// @param maxRows  it takes no more
    /// @param into     … and none that has no room there
    /// @return         rows taken
    int through(Place upTo, int maxRows, BlockContent into) throws IOException {
        int rows = 0;
        while (rows < maxRows && isBefore(upTo)) {
            int length = segment.lengthAt(offset);
            if (length == 0) {
                if (!atEnd()) {
                    break;
                }
                toNextSegment();
            } else if (length < 0) {
                offset -= length;
            } else if (length <= segment.maxRow && !into.hasRoomFor(length)) {
                break;
            } else if (taken(length, into)) {
                rows++;
                offset += Segment.recordSize(length);
            } else {
                int next = nextWhole();
                if (next == offset) {
                    break;
                }
                keepAside(next);
                offset = next;
            }
        }
        if (atEnd()) {
            toNextSegment();
        }
        return rows;
    }

    private void toNextSegment() {
        segment = Objects.requireNonNull(segment.next);
        offset = Segment.HEADER;
    }

    /// @return false when the record there is damaged
    private boolean taken(int length, BlockContent into) {
        int code = segment.formAt(offset);
        if (!RowForm.isKnown(code) || length > segment.maxRow) {
            return false;
        }
        RowForm form = RowForm.of(code);
        if (!segment.read(offset, length, into.roomOf(form, length), into.lengthOf(form), crc)) {
            return false;
        }
        into.added(form, length);
        return true;
    }

    /// Behind a record whose bytes are not what was written: where the next whole one begins, or the segment's
    /// end. A damaged length cannot be told from one that is still to be published, so it is left until the
    /// segment is full.
    private int nextWhole() {
        byte[] row = new byte[segment.maxRow];
        int behind = offset + Segment.recordSize(segment.lengthAt(offset));
        if (behind > offset && behind <= segment.limit) {
            int last = segment.isFull() ? segment.end : segment.claimed();
            if (behind == last || segment.read(behind, segment.lengthAt(behind), row, 0, crc)) {
                return behind; // only the row was damaged
            }
        }
        if (!segment.isFull()) {
            return offset;
        }
        for (int at = offset + 8; at < segment.end; at += 8) {
            if (segment.read(at, segment.lengthAt(at), row, 0, crc)) {
                return at;
            }
        }
        return segment.end;
    }

    /// Damaged bytes are never shipped and never thrown away: they go into a file of their own, named by their
    /// place.
    private void keepAside(int to) throws IOException {
        Path file = directory.resolve("damaged-%d-%d.bytes".formatted(segment.number, offset));
        if (Files.exists(file)) {
            return;
        }
        LOG.error("{} is damaged from {} to {}; the bytes are kept in {}", segment, offset, to, file);
        Files.write(file, segment.bytes(offset, to));
        damaged++;
    }

    private boolean isBefore(Place place) {
        return segment.number < place.segment() || (segment.number == place.segment() && offset < place.offset());
    }

    private boolean atEnd() {
        return segment.isFull() && offset >= segment.end && segment.next != null;
    }
}
