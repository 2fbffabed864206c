package io.tallygate.gateway.usage;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tallygate.gateway.exchange.CalledRoute;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.exchange.Outcome;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.observe.Metrics;
import io.tallygate.metering.recording.UsageDraft;
import io.tallygate.metering.recording.UsageJournal;

/// Room for a record before a call goes upstream, and the record when it has ended.
public final class UsageEvents {
    private static final byte[] OTHER = "other".getBytes(US_ASCII);

    private final UsageJournal journal;
    private final Metrics metrics;
    private final CallerAddress caller;
    private final boolean forcesEachRecord;

    /// @param caller  what records say of callers' addresses
    public UsageEvents(UsageJournal journal, CallerAddress caller, Metrics metrics) {
        this.journal = journal;
        this.caller = caller;
        this.forcesEachRecord = journal.forcesEachRecord();
        this.metrics = metrics;
    }

    /// Gives the call its id, which is that of its record if there will be one.
    public void identify(Exchange call) {
        journal.nextId(call.usage());
    }

    /// @return false when the journal is full: the call must not go upstream
    public boolean reserve() {
        if (journal.reserve()) {
            return true;
        }
        metrics.hit(Limit.USAGE_JOURNAL);
        return false;
    }

    /// The call did not go upstream after all.
    public void release() {
        journal.release();
    }

    /// Notes which route the call takes and what it asks for.
    public void describe(Exchange call, CalledRoute route, byte[] operation, long revision) {
        UsageDraft usage = call.usage();
        call.route(route);
        route.into(usage);
        usage.operation = operation;
        byte[] method = call.request().methodOctets();
        usage.method = method.length == 0 ? OTHER : method; // a client must not fill the store with names
        usage.configurationRevision = revision;
    }

    /// How the call ended. Only an answer of 2xx or 3xx that the upstream completed is billable, and a WebSocket that
    /// came about, however it ended.
    public void end(
            Exchange call, Outcome outcome, int status, long nowMicros, long latencyMicros, long upstreamMicros) {
        UsageDraft usage = call.usage();
        usage.outcome = outcome.bytes();
        usage.status = status;
        usage.billable =
                (outcome == Outcome.ANSWERED || outcome == Outcome.CLIENT_GONE) && status >= 200 && status < 400
                        || status == 101;
        usage.endedAtMicros = nowMicros;
        usage.latencyMicros = latencyMicros;
        usage.upstreamMicros = upstreamMicros;
        caller.into(usage, call.clientAddress());
    }

    /// Whether an answer waits until its call's record is on the disk: [#whenForced].
    public boolean forcesEachRecord() {
        return forcesEachRecord;
    }

    /// @param call  that was just recorded; it goes on when its record is on the disk
    public void whenForced(Exchange call) {
        long ticket = call.ticket();
        journal.whenForced(() -> call.resumeFromElsewhere(ticket));
    }

    /// Uses the reservation. The record is on disk, as far as a killed process goes, when this returns.
    public void record(Exchange call) {
        journal.append(call.usage());
        metrics.recordedCalls.increment();
    }
}
