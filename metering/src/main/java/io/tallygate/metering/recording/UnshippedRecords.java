package io.tallygate.metering.recording;

import io.tallygate.metering.recording.ShippedPosition.Frozen;
import io.tallygate.metering.recording.ShippedPosition.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
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
    /// @param parts    the rows of each form
    /// @param rows     of all
    /// @param digest   of all
    /// @param segment  where the next block begins
    /// @param offset   … there
    record Block(List<BlockContent.Part> parts, int rows, byte[] digest, Segment segment, int offset) {
        Place to() {
            return new Place(segment.number, offset);
        }

        private Frozen frozen() {
            return new Frozen(to(), rows, digest);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(UnshippedRecords.class);

    private final Path directory;
    private final ShippedPosition position;
    private final SegmentSupply supply;
    /// Where the first record lies that the store has not acknowledged.
    private volatile Segment segment;

    private int offset;

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
            Block again = walk(segment, offset, frozen.to(), frozen.rows(), into);
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
        Block block = walk(segment, offset, upTo, maxRows, into);
        if (block.rows == 0) {
            return null;
        }
        force(block);
        position.freeze(block.frozen());
        return block;
    }

    /// What the block behind one on its way would be: read already, not frozen yet. May be asked by another thread than
    /// the shipper's while that waits for the store.
    /// @return null when there is nothing that can be read yet
    @Nullable
    Block behind(Block onItsWay, Place upTo, int maxRows, BlockContent into) throws IOException {
        Block block = walk(onItsWay.segment, onItsWay.offset, upTo, maxRows, into);
        if (block.rows == 0) {
            return null;
        }
        force(block);
        return block;
    }

    /// The store has the block that was on its way; the one that was read behind it, if any, is on its way now.
    void acknowledge(Block block, @Nullable Block next) throws IOException {
        if (next == null) {
            position.acknowledge(block.to());
        } else {
            position.pass(block.to(), next.frozen());
        }
        while (segment != block.segment) {
            Segment passed = segment;
            segment = Objects.requireNonNull(passed.next);
            supply.retire(passed);
        }
        offset = block.offset;
        acknowledgedRecords += block.rows;
        lookAtOldest();
    }

    private Block walk(Segment fromSegment, int fromOffset, Place upTo, int maxRows, BlockContent into)
            throws IOException {
        RecordWalk walk = new RecordWalk(directory, fromSegment, fromOffset);
        into.clear();
        int rows = walk.through(upTo, maxRows, into);
        damagedRecords += walk.damaged();
        List<BlockContent.Part> parts = into.parts();
        byte[] digest = parts.size() == 1
                ? parts.getFirst().digest()
                : BlockContent.digest(
                        parts.stream().map(BlockContent.Part::content).toList());
        return new Block(parts, rows, digest, walk.segment(), walk.offset());
    }

    /// From the first record that is not acknowledged to the block's end.
    private void force(Block block) {
        for (Segment each = segment; each != null && each.number <= block.segment.number; each = each.next) {
            int from = each == segment ? offset : Segment.HEADER;
            int until = each == block.segment ? block.offset : each.end;
            if (until > from) {
                each.force(from, until);
            }
        }
    }

    private void lookAtOldest() {
        oldestMicros = segment.lengthAt(offset) > 0 ? segment.momentMicros(offset) : 0;
    }
}
