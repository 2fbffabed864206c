package io.tallygate.portal.audit;

import io.tallygate.metering.meter.TenantId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Goes through one chain from its first record to its last and notes what does not fit: a record that is not what its
/// hash says, that does not follow the one before, that no portal has sealed; and what is known outside of the chain
/// and is not in it. Knows neither database nor file: whoever reads the records hands them over.
public final class ChainCheck {
    private final TenantId chain;
    private final String publicKey;
    private final @Nullable Seals seals;
    private final Map<Long, Anchor> anchored = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final int anchors;
    private long found;
    private long records;
    private long expected = 1;
    private String previous = AuditRecord.BEGINNING;
    private boolean previousIsSound = true;
    private long newestAnchor;
    /// The random halves of the records' ids, and the records' numbers, in the order in which they came.
    private long[] ids = new long[256];
    private long[] numbers = new long[256];
    private int seen;

    /// @param seals        null for whoever does not have the installation's key: a forged end of a chain that is not
    ///                     anchored yet goes unnoticed
    /// @param publicKey    the member `x` of the key that checkpoints are signed with
    /// @param anchors      what is known outside of the database
    /// @param checkpoints  what is kept beside the chain
    public ChainCheck(
            TenantId chain, @Nullable Seals seals, String publicKey, List<Anchor> anchors, List<Anchor> checkpoints) {
        this.chain = chain;
        this.publicKey = publicKey;
        this.seals = seals;
        this.anchors = anchors.size() + checkpoints.size();
        for (Anchor checkpoint : checkpoints) {
            expect(checkpoint, publicKey);
        }
        anchors.forEach(anchor -> expect(anchor, publicKey));
        findCheckpointsGone(anchors, checkpoints);
    }

    /// What was signed is known in both places, as far back as both were read.
    private void findCheckpointsGone(List<Anchor> anchors, List<Anchor> checkpoints) {
        Set<Long> kept = checkpoints.stream().map(Anchor::number).collect(Collectors.toSet());
        long oldest = checkpoints.size() < AuditLimits.CHECKPOINTS_CHECKED ? 0 : Collections.min(kept);
        for (Anchor anchor : anchors) {
            if (anchor.signature() != null && anchor.number() >= oldest && !kept.contains(anchor.number())) {
                find(Finding.Reason.CHECKPOINT_GONE, anchor.number());
            }
        }
    }

    private void expect(Anchor anchor, String publicKey) {
        if (anchor.signature() != null && !anchor.isSignedWith(publicKey)) {
            find(Finding.Reason.CHECKPOINT, anchor.number());
            return;
        }
        Anchor other = anchored.putIfAbsent(anchor.number(), anchor);
        if (other != null && !other.sha256().equals(anchor.sha256())) {
            find(Finding.Reason.ANCHOR, anchor.number());
        }
        newestAnchor = Math.max(newestAnchor, anchor.number());
    }

    /// The chain's tenant was erased, and the first records with it: the chain goes on where the receipt says that they
    /// ended, if the installation has signed it and it fits what is known outside. To be called before [#next].
    public void erased(String receipt) {
        SignedJson.verified(receipt, publicKey)
                .filter(said -> said.path("tenant").asText().equals(chain.toString()))
                .map(said -> said.path("audit"))
                .ifPresent(audit -> {
                    long last = audit.path("records").asLong();
                    String head = audit.path("headSha256").asText();
                    Anchor anchor = anchored.get(last);
                    if (anchor != null && !anchor.sha256().equals(head)) {
                        find(Finding.Reason.ANCHOR, last);
                    }
                    expected = last + 1;
                    previous = last == 0 ? AuditRecord.BEGINNING : head;
                });
    }

    /// @param record  the next one by number
    public void next(AuditRecord record) {
        records++;
        long number = record.number();
        if (!record.entry().chain().equals(chain)) {
            find(Finding.Reason.FOREIGN, number);
            return;
        }
        if (number < expected) {
            find(Finding.Reason.DOUBLE, number);
            return;
        }
        if (number > expected) {
            find(Finding.Reason.MISSING, expected, number - 1);
            previousIsSound = false;
        }
        boolean whole = record.hash().equals(record.sha256());
        boolean sealed = seals == null || seals.fits(record);
        if (!whole) {
            find(sealed ? Finding.Reason.PLACE : Finding.Reason.CONTENT, number);
        } else if (!sealed) {
            find(Finding.Reason.FORGED, number);
        } else if (previousIsSound && !record.previousSha256().equals(previous)) {
            find(Finding.Reason.LINK, number);
        }
        Anchor anchor = anchored.get(number);
        if (whole
                && anchor != null
                && !(anchor.sha256().equals(record.sha256()) && anchor.at().equals(record.at()))) {
            find(Finding.Reason.ANCHOR, number);
        }
        remember(number, record.entry().id().getLeastSignificantBits());
        previous = record.sha256();
        previousIsSound = whole;
        expected = number + 1;
    }

    /// @param before  the chain's head as it was before the first record was read; null when there was none
    /// @param after   the chain's head as it was after the last one
    public Verdict end(@Nullable Anchor before, @Nullable Anchor after) {
        long last = expected - 1;
        long known = Math.max(newestAnchor, before == null ? 0 : before.number());
        if (known > last) {
            find(Finding.Reason.CUT, expected, known);
        } else if (after == null ? last > 0 : last > after.number()) {
            find(Finding.Reason.BEYOND, after == null ? 1 : after.number() + 1, last);
        } else if (after != null
                && after.number() == last
                && last > 0
                && previousIsSound
                && !after.sha256().equals(previous)) {
            find(Finding.Reason.HEAD, last);
        }
        findCopies();
        return new Verdict(records, anchors, findings, found);
    }

    /// As [#end], for a copy of a chain that has no head but says how many records it has.
    Verdict endAt(long count) {
        long last = expected - 1;
        if (Math.max(newestAnchor, count) > last) {
            find(Finding.Reason.CUT, expected, Math.max(newestAnchor, count));
        } else if (count < last) {
            find(Finding.Reason.BEYOND, count + 1, last);
        }
        findCopies();
        return new Verdict(records, anchors, findings, found);
    }

    private void remember(long number, long id) {
        if (seen == ids.length) {
            ids = Arrays.copyOf(ids, 2 * seen);
            numbers = Arrays.copyOf(numbers, 2 * seen);
        }
        ids[seen] = id;
        numbers[seen] = number;
        seen++;
    }

    /// Sorted rather than put in a set: a long chain has millions.
    private void findCopies() {
        long[] sorted = Arrays.copyOf(ids, seen);
        Arrays.sort(sorted);
        for (int at = 1; at < seen; at++) {
            if (sorted[at] == sorted[at - 1] && (at == 1 || sorted[at - 2] != sorted[at])) {
                findCopies(sorted[at]);
            }
        }
    }

    private void findCopies(long id) {
        boolean original = true;
        for (int at = 0; at < seen; at++) {
            if (ids[at] == id) {
                if (!original) {
                    find(Finding.Reason.REPEATED, numbers[at]);
                }
                original = false;
            }
        }
    }

    private void find(Finding.Reason reason, long number) {
        find(reason, number, number);
    }

    private void find(Finding.Reason reason, long first, long last) {
        found++;
        if (findings.size() < AuditLimits.MOST_FINDINGS) {
            findings.add(new Finding(reason, first, last));
        }
    }
}
