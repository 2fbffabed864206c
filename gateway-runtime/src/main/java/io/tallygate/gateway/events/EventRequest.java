package io.tallygate.gateway.events;

import io.netty.buffer.ByteBuf;
import io.tallygate.gateway.events.CloudEvent.Whole;
import io.tallygate.gateway.events.CloudEventReader.NoEvents;
import io.tallygate.gateway.events.EventCheck.Judged;
import io.tallygate.gateway.exchange.BodyTap;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.observe.Metrics;
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.gateway.problem.Problem;
import io.tallygate.gateway.problem.Problems;
import io.tallygate.metering.recording.DeadLetterRow;
import io.tallygate.metering.recording.EventRow;
import io.tallygate.metering.recording.UsageJournal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One request while its events are looked at and recorded. It holds what it needs of the call: that may have ended
/// meanwhile, and its events are recorded all the same.
final class EventRequest implements BodyTap {
    private final EventCredential credential;
    private final EventForm form;
    private final EventRules rules;
    private final EventRequests requests;
    private final int octets;
    private final AtomicBoolean released = new AtomicBoolean();
    private boolean working;
    private volatile @Nullable Verdict verdict;

    EventRequest(EventCredential credential, EventForm form, EventRules rules, EventRequests requests, int octets) {
        this.credential = credential;
        this.form = form;
        this.rules = rules;
        this.requests = requests;
        this.octets = octets;
    }

    static Problem tooLong(int most) {
        return Problems.tooLarge(
                413,
                most == EventBounds.BODY
                        ? "A batch has at most 4 MiB."
                        : "An event has at most 64 KiB, its attributes among them.");
    }

    /// Null: not known yet.
    @Nullable
    Verdict verdict() {
        return verdict;
    }

    boolean isWorking() {
        return working;
    }

    /// From now on another thread gives back what it holds.
    void handedOver() {
        working = true;
    }

    void release() {
        if (!released.getAndSet(true)) {
            requests.end(credential.tenant(), octets);
        }
    }

    void fail(Problem problem) {
        verdict = new Verdict.Reject(problem);
    }

    /// Looks at the body and puts what is in it on disk, all of it or nothing.
    /// @return  whether something was put there
    boolean record(byte[] body, UsageJournal journal, EventSubjects subjects, Metrics metrics) {
        List<CloudEvent> events;
        try {
            events = read(body, metrics);
        } catch (NoEvents broken) {
            fail(Problems.badRequest(String.valueOf(broken.getMessage())));
            return false;
        }
        if (events == null) {
            return false;
        }
        Instant now = Instant.now();
        long received = ChronoUnit.MICROS.between(Instant.EPOCH, now);
        EventCheck check = new EventCheck(credential, rules, subjects, now);
        EventAnswer answer = new EventAnswer();
        Set<UUID> seen = new HashSet<>();
        List<UsageJournal.Row> rows = new ArrayList<>(events.size());
        for (CloudEvent event : events) {
            switch (check.judge(event)) {
                case Judged.Countable(Whole whole, UUID subscription, long occurred) -> {
                    UUID key = EventRow.key(credential.environment(), whole.source(), whole.id());
                    if (seen.add(key)) {
                        rows.add(journal.row(row(whole, key, subscription, occurred, received)));
                        answer.accepted(whole);
                    } else {
                        answer.duplicate(whole);
                    }
                }
                case Judged.Dead(CloudEvent dead, String reason, String detail) -> {
                    UUID id = journal.nextId();
                    rows.add(journal.row(new DeadLetterRow.Values(
                            credential.tenant(),
                            id,
                            credential.id(),
                            received,
                            credential.environment(),
                            reason,
                            detail,
                            dead.original())));
                    answer.dead(dead, id, reason, detail);
                }
            }
        }
        if (!journal.append(rows)) {
            metrics.hit(Limit.EVENTS_JOURNAL);
            fail(Problems.EVENTS_JOURNAL_FULL);
            return false;
        }
        answer.count(metrics);
        verdict = answer.verdict();
        return !rows.isEmpty();
    }

    private EventRow.Values row(Whole event, UUID key, UUID subscription, long occurred, long received) {
        return new EventRow.Values(
                credential.tenant(),
                key,
                credential.id(),
                subscription,
                occurred,
                received,
                credential.environment(),
                event.source(),
                event.id(),
                event.type(),
                event.subject(),
                event.text());
    }

    /// @return  null: it is refused as a whole
    private @Nullable List<CloudEvent> read(byte[] body, Metrics metrics) throws NoEvents {
        return switch (form) {
            case EventForm.Structured _ -> {
                if (body.length == 0) {
                    throw new NoEvents("There is no body.");
                }
                yield List.of(CloudEventReader.structured(body));
            }
            case EventForm.Binary(var attributes, var type) -> List.of(CloudEventReader.binary(attributes, type, body));
            case EventForm.Batch _ -> {
                List<byte[]> texts = CloudEventReader.batch(body);
                if (texts.size() > EventBounds.BATCH) {
                    metrics.hit(Limit.EVENT_BATCH);
                    fail(Problems.tooLarge(413, "A batch has at most 1,000 events."));
                    yield null;
                }
                for (int i = 0; i < texts.size(); i++) {
                    if (texts.get(i).length > EventBounds.EVENT) {
                        metrics.hit(Limit.EVENT);
                        fail(Problems.tooLarge(
                                413,
                                "Event %d of the batch has more than 64 KiB; nothing was taken.".formatted(i + 1)));
                        yield null;
                    }
                }
                yield texts.stream().map(CloudEventReader::element).toList();
            }
        };
    }

    @Override
    public void part(ByteBuf part) {
        // it is gathered, and comes as a whole
    }

    @Override
    public void end() {
        // likewise
    }

    @Override
    public void close() {
        if (!working) {
            release();
        }
    }
}
