package io.tallygate.portal.audit.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.audit.Anchor;
import io.tallygate.portal.audit.AuditFiles;
import io.tallygate.portal.audit.AuditFilter;
import io.tallygate.portal.audit.AuditLimits;
import io.tallygate.portal.audit.AuditRecord;
import io.tallygate.portal.audit.ExportLines;
import io.tallygate.portal.audit.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// What a page, the control API and an operator ask of a chain. Whether they may is decided before.
@ApplicationScoped
public class AuditLog {
    private final ChainReads reads;
    private final AuditFiles files;
    private final Clock clock;
    private final Semaphore verifications = new Semaphore(AuditLimits.READS_AT_ONCE);
    private final Semaphore exports = new Semaphore(AuditLimits.READS_AT_ONCE);

    @SuppressWarnings("NullAway") // for the proxy only
    protected AuditLog() {
        this(null, null, null);
    }

    @Inject
    public AuditLog(ChainReads reads, AuditFiles files, Clock clock) {
        this.reads = reads;
        this.files = files;
        this.clock = clock;
    }

    /// As many verifications or exports are going on as may.
    static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// Newest first.
    /// @param before  records of smaller numbers; null for the newest
    List<AuditRecord> list(TenantId chain, AuditFilter filter, @Nullable Long before, int limit) {
        return reads.read(chain, reader -> reader.list(chain, filter, before, limit));
    }

    Optional<AuditRecord> one(TenantId chain, long number) {
        return reads.read(chain, reader -> reader.one(chain, number));
    }

    /// Newest first.
    List<Anchor> checkpoints(TenantId chain, @Nullable Long before, int limit) {
        return reads.read(chain, reader -> reader.checkpoints(chain, before, limit));
    }

    /// @throws Busy  when [AuditLimits#READS_AT_ONCE] are going on
    Verdict verify(TenantId chain) {
        if (!verifications.tryAcquire()) {
            throw new Busy();
        }
        try {
            return files.verification().of(chain, reads.of(chain));
        } catch (IOException | SQLException away) {
            throw new IllegalStateException("the audit log cannot be verified", away);
        } finally {
            verifications.release();
        }
    }

    /// Writes the chain as [ExportLines] has it. Records are read some at a time, so that a slow reader holds no
    /// connection.
    /// @throws Busy  before anything is written, when [AuditLimits#READS_AT_ONCE] are going on
    void export(TenantId chain, OutputStream out) throws IOException {
        if (!exports.tryAcquire()) {
            throw new Busy();
        }
        try {
            write(chain, out);
        } finally {
            exports.release();
        }
    }

    private void write(TenantId chain, OutputStream out) throws IOException {
        BufferedOutputStream lines = new BufferedOutputStream(out);
        line(lines, ExportLines.chain(chain, clock.instant(), files.key().x()));
        // before the records, so that each of them is there
        List<Anchor> checkpoints = checkpoints(chain, null, AuditLimits.CHECKPOINTS_CHECKED);
        long count = 0;
        AuditRecord last = null;
        List<AuditRecord> next;
        do {
            AuditRecord from = last;
            next = reads.read(chain, reader -> reader.after(chain, from));
            for (AuditRecord record : next) {
                line(lines, ExportLines.record(record));
            }
            count += next.size();
            last = next.isEmpty() ? last : next.getLast();
        } while (!next.isEmpty());
        for (Anchor checkpoint : checkpoints.reversed()) {
            line(lines, ExportLines.checkpoint(checkpoint));
        }
        line(lines, ExportLines.end(count));
        lines.flush();
    }

    private static void line(OutputStream out, String line) throws IOException {
        out.write(line.getBytes(UTF_8));
    }
}
