package io.tallygate.portal.audit;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.audit.store.AuditReader;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Verifies a chain as it is in the database, some records at a time, while others may be added to it.
public final class Verification {
    private final @Nullable Seals seals;
    private final String publicKey;
    private final List<Anchors> files;

    /// @param seals      null for whoever does not have the installation's key
    /// @param publicKey  the member `x` of the key that checkpoints are signed with
    /// @param files      anchors that were kept outside of the database
    public Verification(@Nullable Seals seals, String publicKey, List<Anchors> files) {
        this.seals = seals;
        this.publicKey = publicKey;
        this.files = List.copyOf(files);
    }

    /// Reads from the database, each time in a transaction of its own.
    public interface Reads {
        <T> T read(Reading<T> reading) throws SQLException;
    }

    /// What is read at once.
    @FunctionalInterface
    public interface Reading<T> {
        T of(AuditReader reader) throws SQLException;
    }

    /// @throws IOException  when a file of anchors cannot be read
    public Verdict of(TenantId chain, Reads reads) throws SQLException, IOException {
        // what is outside is read before what is inside, and the head both before and after the records: a chain that
        // grows meanwhile has more than was known, never less
        List<Anchor> anchors = new ArrayList<>();
        for (Anchors file : files) {
            anchors.addAll(file.of(chain));
        }
        List<Anchor> checkpoints =
                reads.read(reader -> reader.checkpoints(chain, null, AuditLimits.CHECKPOINTS_CHECKED));
        Anchor before = reads.read(reader -> reader.head(chain)).orElse(null);
        ChainCheck check = new ChainCheck(chain, seals, publicKey, anchors, checkpoints);
        reads.read(reader -> reader.receipt(chain)).ifPresent(check::erased);
        AuditRecord last = null;
        List<AuditRecord> next;
        do {
            AuditRecord from = last;
            next = reads.read(reader -> reader.after(chain, from));
            next.forEach(check::next);
            last = next.isEmpty() ? last : next.getLast();
        } while (!next.isEmpty());
        return check.end(before, reads.read(reader -> reader.head(chain)).orElse(null));
    }
}
