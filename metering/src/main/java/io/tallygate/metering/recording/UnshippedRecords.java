package io.tallygate.metering.recording;

import io.tallygate.metering.recording.ShippedPosition.Frozen;
import io.tallygate.metering.recording.ShippedPosition.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the journal holds that the store has not acknowledged, in order, as blocks. For one thread, the
/// shipper's.
///
/// A block is frozen before it is first shown: its records are forced to the disk, then its end, row count and
/// digest. Whoever opens the journal after a kill finds the same block, byte for byte. Should loss of power have
/// taken some of it nevertheless, the digest tells; what is left becomes a new block, and readers count a record
/// once by its id.
final class UnshippedRecords {
    /// @param parts   the rows of each form
    /// @param rows    of all
    /// @param digest  of all
    record Block(List<BlockContent.Part> parts, int rows, byte[] digest, Place to) {}

    private static final Logger LOG = LoggerFactory.getLogger(UnshippedRecords.class);

    private final Path directory;
    private final ShippedPosition position;
    private final SegmentSupply supply;
    private final CRC32C crc = new CRC32C();

    /// Where the first record lies that the store has not acknowledged.
    private volatile Segment segment;

    private int offset;

    /// Where the walk over the next block is.
    private Segment atSegment;

    private int atOffset;

    private volatile long acknowledgedRecords;
    private volatile long damagedRecords;
    private volatile long changedBlocks;
    private volatile long oldestMicros;

    UnshippedRecords(Path directory, ShippedPosition position, SegmentSupply supply, Segment oldest) {
        this.directory = directory;
        this.position = position;
        this.supply = supply;
        Place acknowledged = position.acknowledged();
        segment = oldest;
        offset = oldest.number == acknowledged.segment() ? acknowledged.offset() : Segment.HEADER;
        atSegment = segment;
        atOffset = offset;
        lookAtOldest();
    }

    long acknowledgedRecords() {
        return acknowledgedRecords;
    }

    /// Records whose checksum was wrong when they were to be shipped.
    long damagedRecords() {
        return damagedRecords;
    }

    /// Blocks that were not the same any more after a loss of power.
    long changedBlocks() {
        return changedBlocks;
    }

    /// Moment of the first record that is not acknowledged, 0 when there is none. Renewed with each block.
    long oldestMicros() {
        return oldestMicros;
    }

    Segment oldestSegment() {
        return segment;
    }

    /// The first place that is not acknowledged.
    Place place() {
        return new Place(segment.number, offset);
    }

    /// The block on its way, or else the next one, frozen now.
    /// @param upTo     records from there on are left for later
    /// @param maxRows  of a new block
    /// @param into     a block is at most so long; it is shown there
    /// @return         null when there is nothing before `upTo` that can be read yet
    @Nullable
    Block next(Place upTo, int maxRows, BlockContent into) throws IOException {
        lookAtOldest();
        Frozen frozen = position.frozen();
        if (frozen != null) {
            Block again = walk(frozen.to(), frozen.rows(), into);
            if (again.rows == frozen.rows() && MessageDigest.isEqual(again.digest, frozen.digest())) {
                return again;
            }
            changedBlocks++;
            LOG.error(
                    "A block of {} rows was on its way and {} of them are left: power was lost before the disk had"
                            + " them",
                    frozen.rows(),
                    again.rows);
        }
        Block block = walk(upTo, maxRows, into);
        if (block.rows == 0) {
            return null;
        }
        force(block.to);
        position.freeze(new Frozen(block.to, block.rows, block.digest));
        return block;
    }

    /// The store has the block that [#next] showed.
    void acknowledge(Block block) throws IOException {
        position.acknowledge(block.to);
        while (segment != atSegment) {
            Segment passed = segment;
            segment = Objects.requireNonNull(passed.next);
            supply.retire(passed);
        }
        offset = atOffset;
        acknowledgedRecords += block.rows;
        lookAtOldest();
    }

    private Block walk(Place upTo, int maxRows, BlockContent into) throws IOException {
        atSegment = segment;
        atOffset = offset;
        into.clear();
        int rows = 0;
        while (rows < maxRows && isBefore(upTo)) {
            int length = atSegment.lengthAt(atOffset);
            if (length == 0) {
                if (!atEnd()) {
                    break;
                }
                atSegment = Objects.requireNonNull(atSegment.next);
                atOffset = Segment.HEADER;
            } else if (length < 0) {
                atOffset -= length;
            } else if (length <= atSegment.maxRow && !into.hasRoomFor(length)) {
                break;
            } else if (taken(length, into)) {
                rows++;
                atOffset += Segment.recordSize(length);
            } else {
                int next = nextWhole();
                if (next == atOffset) {
                    break;
                }
                keepAside(next);
                atOffset = next;
            }
        }
        if (atEnd()) {
            atSegment = Objects.requireNonNull(atSegment.next);
            atOffset = Segment.HEADER;
        }
        List<BlockContent.Part> parts = into.parts();
        byte[] digest = parts.size() == 1
                ? parts.getFirst().digest()
                : BlockContent.digest(
                        parts.stream().map(BlockContent.Part::content).toList());
        return new Block(parts, rows, digest, new Place(atSegment.number, atOffset));
    }

    /// @return false when the record there is damaged
    private boolean taken(int length, BlockContent into) {
        int code = atSegment.formAt(atOffset);
        if (!RowForm.isKnown(code) || length > atSegment.maxRow) {
            return false;
        }
        RowForm form = RowForm.of(code);
        if (!atSegment.read(atOffset, length, into.roomOf(form), into.lengthOf(form), crc)) {
            return false;
        }
        into.added(form, length);
        return true;
    }

    /// Behind a record whose bytes are not what was written: where the next whole one begins, or the segment's
    /// end. A damaged length cannot be told from one that is still to be published, so it is left until the
    /// segment is full.
    private int nextWhole() {
        byte[] row = new byte[atSegment.maxRow];
        int behind = atOffset + Segment.recordSize(atSegment.lengthAt(atOffset));
        if (behind > atOffset && behind <= atSegment.limit) {
            int last = atSegment.isFull() ? atSegment.end : atSegment.claimed();
            if (behind == last || atSegment.read(behind, atSegment.lengthAt(behind), row, 0, crc)) {
                return behind; // only the row was damaged
            }
        }
        if (!atSegment.isFull()) {
            return atOffset;
        }
        for (int at = atOffset + 8; at < atSegment.end; at += 8) {
            if (atSegment.read(at, atSegment.lengthAt(at), row, 0, crc)) {
                return at;
            }
        }
        return atSegment.end;
    }

    /// Damaged bytes are never shipped and never thrown away: they go into a file of their own, named by their
    /// place.
    private void keepAside(int to) throws IOException {
        Path file = directory.resolve("damaged-%d-%d.bytes".formatted(atSegment.number, atOffset));
        if (Files.exists(file)) {
            return;
        }
        LOG.error("{} is damaged from {} to {}; the bytes are kept in {}", atSegment, atOffset, to, file);
        Files.write(file, atSegment.bytes(atOffset, to));
        damagedRecords++;
    }

    private boolean isBefore(Place place) {
        return atSegment.number < place.segment() || (atSegment.number == place.segment() && atOffset < place.offset());
    }

    private boolean atEnd() {
        return atSegment.isFull() && atOffset >= atSegment.end && atSegment.next != null;
    }

    private void force(Place to) {
        for (Segment each = segment; each != null && each.number <= to.segment(); each = each.next) {
            int from = each == segment ? offset : Segment.HEADER;
            int until = each.number == to.segment() ? to.offset() : each.end;
            if (until > from) {
                each.force(from, until);
            }
        }
    }

    private void lookAtOldest() {
        oldestMicros = segment.lengthAt(offset) > 0 ? segment.momentMicros(offset) : 0;
    }
}
