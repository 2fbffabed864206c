package io.tallygate.gateway.events;

import io.tallygate.gateway.consumer.CredentialIndex;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.exchange.Slot;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.observe.Metrics;
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.gateway.problem.Problem;
import io.tallygate.gateway.problem.Problems;
import io.tallygate.metering.recording.UsageJournal;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/// Answers requests that tell events. A request is asked about several times, as by a policy that waits: when its
/// head is there, when its body is, and when its events are on disk. On its event loop only what does not depend on
/// the body's length is done.
public final class EventIntake implements AutoCloseable {
    /// Where it answers.
    public static final String PATH = "/.tallygate/events";

    private static final Slot<EventRequest> REQUEST = new Slot<>(EventRequest.class);
    private static final int THREADS = 2;
    private static final int STOP_SECONDS = 10;

    private final UsageJournal journal;
    private final EventSubjects subjects;
    private final Metrics metrics;
    private final EventRequests requests;
    private final ExecutorService threads = Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().name("events-", 0).daemon(true).factory());

    /// @param journal  of events
    public EventIntake(UsageJournal journal, EventSubjects subjects, Metrics metrics) {
        this.journal = journal;
        this.subjects = subjects;
        this.metrics = metrics;
        this.requests = new EventRequests(metrics);
    }

    /// @param others     credentials that open something else
    /// @param suspended  tenants that may do nothing
    public Verdict admit(Exchange call, EventRules rules, CredentialIndex others, Set<UUID> suspended) {
        EventRequest under = call.slot(REQUEST);
        if (under == null) {
            return begin(call, rules, others, suspended);
        }
        Verdict verdict = under.verdict();
        if (verdict != null) {
            return verdict;
        }
        byte[] body = call.body();
        if (body == null) {
            return Verdict.AWAIT;
        }
        return work(call, under, body);
    }

    private Verdict begin(Exchange call, EventRules rules, CredentialIndex others, Set<UUID> suspended) {
        if (!call.request().method().equals("POST")) {
            call.answerHeader("Allow", "POST");
            return new Verdict.Reject(Problems.methodNotAllowed("POST"));
        }
        EventCaller caller = EventCaller.of(call.request().fields(), rules, others, call.startedAtMillis());
        EventCredential credential = caller.credential();
        if (credential == null) {
            Problem why = Objects.requireNonNull(caller.problem());
            if (why.status() == 401) {
                call.answerHeader("WWW-Authenticate", "Bearer realm=\"events\"");
            }
            return new Verdict.Reject(why);
        }
        call.usage().tenantHigh = credential.tenant().getMostSignificantBits();
        call.usage().tenantLow = credential.tenant().getLeastSignificantBits();
        if (suspended.contains(credential.tenant())) {
            return new Verdict.Reject(Problems.TENANT_SUSPENDED);
        }
        EventForm form = EventForm.of(call.request().fields());
        if (form == null || call.request().fields().contains(FieldName.CONTENT_ENCODING)) {
            return new Verdict.Reject(Problems.unsupportedMediaType(
                    "Send application/cloudevents+json, application/cloudevents-batch+json, or headers ce-specversion"
                            + " and so on; in UTF-8 and without a content coding."));
        }
        int most = form instanceof EventForm.Batch ? EventBounds.BODY : EventBounds.EVENT;
        long said = call.request().contentLength();
        if (said > most) {
            metrics.hit(form instanceof EventForm.Batch ? Limit.EVENT_BODY : Limit.EVENT);
            return new Verdict.Reject(EventRequest.tooLong(most));
        }
        int octets = said >= 0 ? (int) said : most;
        EventRequests.Refusal refusal = requests.begin(credential.tenant(), octets);
        if (refusal != null) {
            call.answerHeader("Retry-After", "1");
            return new Verdict.Reject(
                    refusal == EventRequests.Refusal.OF_TENANT
                            ? Problems.TOO_MANY_EVENT_REQUESTS
                            : Problems.OVERLOADED);
        }
        EventRequest request = new EventRequest(credential, form, rules, requests, octets);
        call.slot(REQUEST, request);
        call.requestTap(request); // told when the call ends, however it does
        if (!call.request().hasBody()) {
            return work(call, request, new byte[0]);
        }
        call.wantBody(most);
        return Verdict.AWAIT;
    }

    private Verdict work(Exchange call, EventRequest request, byte[] body) {
        if (request.isWorking()) {
            return Verdict.AWAIT;
        }
        long ticket = call.ticket();
        request.handedOver();
        try {
            threads.execute(() -> work(request, body, () -> call.resumeFromElsewhere(ticket)));
        } catch (RejectedExecutionException stopped) {
            request.release();
            return new Verdict.Reject(Problems.OVERLOADED);
        }
        return Verdict.AWAIT;
    }

    private void work(EventRequest request, byte[] body, Runnable then) {
        boolean waits = false;
        try {
            waits = request.record(body, journal, subjects, metrics) && journal.forcesEachRecord();
        } catch (RuntimeException | LinkageError fault) {
            metrics.fault("taking events", fault);
            request.fail(Problems.INTERNAL);
        } finally {
            request.release();
        }
        if (waits) {
            journal.whenForced(then);
        } else {
            then.run();
        }
    }

    /// Takes no more, and ends what is under way.
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
