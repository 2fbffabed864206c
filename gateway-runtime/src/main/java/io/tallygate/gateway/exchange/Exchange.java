package io.tallygate.gateway.exchange;

import io.tallygate.gateway.consumer.Consumers;
import io.tallygate.gateway.consumer.Credential;
import io.tallygate.gateway.consumer.CredentialKind;
import io.tallygate.gateway.consumer.Subscription;
import io.tallygate.gateway.http.AnswerHead;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.http.Octets;
import io.tallygate.gateway.http.RequestHead;
import io.tallygate.metering.recording.UsageDraft;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// One call. Kept by its event loop and used again for another call when this one has ended.
public final class Exchange {
    private final RequestHead request = new RequestHead();
    private final AnswerHead answer = new AnswerHead();
    private final Octets upstreamTarget = new Octets(256);
    private final Fields answerFields = new Fields();
    private final UsageDraft usage = new UsageDraft();
    private final List<@Nullable Object> slots = new ArrayList<>();
    private Consumers consumers = Consumers.NONE;
    private CalledRoute route = CalledRoute.NONE;
    private @Nullable Subscription subscription;
    private @Nullable Credential credential;
    private Set<String> scopes = Set.of();
    private Map<String, String> claims = Map.of();
    private @Nullable CredentialKind callerKind;
    private boolean anonymous;
    private @Nullable X509Certificate peerCertificate;
    private byte @Nullable [] body;
    private int bodyBound;
    private String peerAddress = "";
    private @Nullable String forwardedHost;
    private @Nullable String callId;
    private @Nullable String givenRequestId;
    private @Nullable String upstreamQuery;
    private boolean queryChanged;
    private final Runnable carrier;
    private final Executor loop;
    private long generation;
    private boolean waiting;
    private String clientAddress = "";
    private boolean secure;
    private long startedAtNanos;
    private @Nullable BodyChange answerBody;
    private @Nullable BodyTap requestTap;
    private @Nullable CallTrace trace;
    private @Nullable String decidedBy;
    private int conditionSet;
    private int upstreamBaseOctets;
    private boolean answeredHere;
    private byte @Nullable [] upstreamHost;
    private byte @Nullable [] saidHost;
    private long requestBytesMax = Long.MAX_VALUE;

    /// @param carrier  goes on with the call when a policy has what it waited for
    /// @param loop     the call's event loop
    public Exchange(Runnable carrier, Executor loop) {
        this.carrier = carrier;
        this.loop = loop;
    }

    /// @param consumers      those of the configuration that the call keeps to its end
    /// @param clientAddress  of the client's connection
    /// @param secure         the client's connection is TLS
    public void begin(Consumers consumers, String clientAddress, boolean secure, long nowMicros, long nowNanos) {
        this.consumers = consumers;
        this.clientAddress = clientAddress;
        this.peerAddress = clientAddress;
        this.secure = secure;
        usage.startedAtMicros = nowMicros;
        startedAtNanos = nowNanos;
    }

    /// Forgets the call.
    public void clear() {
        request.clear();
        answer.clear();
        upstreamTarget.clear();
        answerFields.clear();
        usage.clear();
        for (int i = 0; i < slots.size(); i++) {
            slots.set(i, null);
        }
        consumers = Consumers.NONE;
        route = CalledRoute.NONE;
        subscription = null;
        credential = null;
        scopes = Set.of();
        claims = Map.of();
        callerKind = null;
        anonymous = false;
        peerCertificate = null;
        body = null;
        bodyBound = 0;
        peerAddress = "";
        forwardedHost = null;
        callId = null;
        givenRequestId = null;
        upstreamQuery = null;
        queryChanged = false;
        generation++;
        waiting = false;
        clientAddress = "";
        secure = false;
        startedAtNanos = 0;
        BodyChange change = answerBody;
        if (change != null) {
            answerBody = null;
            change.close();
        }
        BodyTap tap = requestTap;
        if (tap != null) {
            requestTap = null;
            tap.close();
        }
        trace = null;
        decidedBy = null;
        conditionSet = 0;
        upstreamBaseOctets = 0;
        answeredHere = false;
        upstreamHost = null;
        saidHost = null;
        requestBytesMax = Long.MAX_VALUE;
    }

    public RequestHead request() {
        return request;
    }

    /// The upstream's answer when it has come, or the gateway's own.
    public AnswerHead answer() {
        return answer;
    }

    /// The path and query that go upstream.
    public Octets upstreamTarget() {
        return upstreamTarget;
    }

    /// The call as it will be recorded; every step writes into it what it finds out.
    public UsageDraft usage() {
        return usage;
    }

    public Consumers consumers() {
        return consumers;
    }

    /// Whose API the call asks for.
    public CalledRoute route() {
        return route;
    }

    public void route(CalledRoute found) {
        route = found;
    }

    /// The client's own as far as it is known: a trusted proxy in front of the gateway may have told it.
    public String clientAddress() {
        return clientAddress;
    }

    /// Of the connection's other end.
    public String peerAddress() {
        return peerAddress;
    }

    /// A trusted proxy said for whom it asks.
    /// @param host  that the client named; null: the same as this request names
    public void cameThrough(String client, boolean clientIsSecure, @Nullable String host) {
        clientAddress = client;
        secure = clientIsSecure;
        forwardedHost = host;
    }

    /// What the client named before a trusted proxy changed it; null: it is the request's own host.
    public @Nullable String forwardedHost() {
        return forwardedHost;
    }

    public boolean isSecure() {
        return secure;
    }

    /// Null before the caller is known, and for anonymous calls.
    public @Nullable Subscription subscription() {
        return subscription;
    }

    public void subscription(Subscription found) {
        subscription = found;
    }

    /// What the caller has shown; null before it is known, and for anonymous calls.
    public @Nullable Credential credential() {
        return credential;
    }

    /// What the caller may do, as its credential or its token says.
    public Set<String> scopes() {
        return scopes;
    }

    public void caller(@Nullable Credential shown, Set<String> may) {
        credential = shown;
        callerKind = shown == null ? null : shown.kind();
        scopes = may;
    }

    /// The caller has shown something right that leads to no credential: the call counts for nobody.
    public void callerOf(CredentialKind kind, Set<String> may) {
        if (callerKind == null) {
            callerKind = kind;
            scopes = may;
        }
    }

    /// What the caller's token says, once it was checked.
    /// @return  null: it does not say, or no policy of the route wanted to know
    public @Nullable String claim(String name) {
        return claims.get(name);
    }

    public void claims(Map<String, String> checked) {
        claims = checked;
    }

    /// What kind of credential the caller has shown; null: none, or nobody has asked.
    public @Nullable CredentialKind callerKind() {
        return callerKind;
    }

    /// The route let the call through without a credential.
    public boolean isAnonymous() {
        return anonymous;
    }

    public void anonymous(boolean isAnonymous) {
        anonymous = isAnonymous;
    }

    /// Of the client's TLS connection, checked against the authorities that are trusted; null: it showed none.
    public @Nullable X509Certificate peerCertificate() {
        return peerCertificate;
    }

    public void peerCertificate(@Nullable X509Certificate shown) {
        peerCertificate = shown;
    }

    /// The whole body of the request, when a policy asked for it and it has come.
    public byte @Nullable [] body() {
        return body;
    }

    /// The body that goes upstream instead of what came.
    public void body(byte[] whole) {
        body = whole;
    }

    /// A policy cannot do without the whole body: it answers that it waits, and is asked again when the body is there.
    /// @param bound  octets; a longer one is refused with 413
    public void wantBody(int bound) {
        bodyBound = Math.max(bodyBound, bound);
    }

    /// 0: nobody wants the whole body.
    public int bodyBound() {
        return bodyBound;
    }

    public long startedAtMillis() {
        return usage.startedAtMicros / 1000;
    }

    /// Of [System#nanoTime].
    public long startedAtNanos() {
        return startedAtNanos;
    }

    /// The usage record's id as a UUID's text.
    public String callId() {
        String id = callId;
        if (id == null) {
            id = RequestId.text(usage.idHigh, usage.idLow);
            callId = id;
        }
        return id;
    }

    /// X-Request-Id: [#callId], unless a trusted proxy has given the call another.
    public String requestId() {
        String given = givenRequestId;
        return given == null ? callId() : given;
    }

    /// What a trusted proxy calls this call; null: nothing.
    public @Nullable String givenRequestId() {
        return givenRequestId;
    }

    public void givenRequestId(String id) {
        givenRequestId = id;
    }

    /// Fields that the client gets with whatever answer there will be, instead of the upstream's of the same names.
    public Fields answerFields() {
        return answerFields;
    }

    /// One of them. Where it matters, write with [Fields#begin] instead: this makes objects.
    public void answerHeader(String name, String value) {
        answerFields.add(FieldName.of(name), value);
    }

    /// The query that goes upstream; the client's own unless a policy took something out.
    public @Nullable String upstreamQuery() {
        return queryChanged ? upstreamQuery : request.query();
    }

    public void upstreamQuery(@Nullable String query) {
        upstreamQuery = query;
        queryChanged = true;
    }

    /// Whether [#upstreamQuery] is another one than the client's.
    public boolean isQueryChanged() {
        return queryChanged;
    }

    /// What a policy notes of this call and nobody else may see; gone with the call.
    public <V> @Nullable V slot(Slot<V> slot) {
        return slot.number() < slots.size() ? slot.cast(slots.get(slot.number())) : null;
    }

    public <V> void slot(Slot<V> slot, @Nullable V value) {
        while (slots.size() <= slot.number()) {
            slots.add(null);
        }
        slots.set(slot.number(), value);
    }

    /// What [#resume] wants; a policy takes it before it answers that it waits.
    public long ticket() {
        waiting = true;
        return generation;
    }

    /// A policy that asked to be waited for has what it waited for, or will not get it. On the call's event loop only,
    /// and
    /// never from inside the check; when the call has ended meanwhile it does nothing.
    public void resume(long ticket) {
        if (waiting && ticket == generation) {
            waiting = false;
            carrier.run();
        }
    }

    /// As [#resume], from any thread; after the event loop has stopped nobody waits any more.
    public void resumeFromElsewhere(long ticket) {
        try {
            loop.execute(() -> resume(ticket));
        } catch (RejectedExecutionException stopped) {
            // and so is the call
        }
    }

    /// Where it is noted what the call goes through; null, as nearly always: nobody may see it.
    public @Nullable CallTrace trace() {
        return trace;
    }

    public void trace(CallTrace told) {
        trace = told;
    }

    /// The kind of policy that refused or answered the call; null: none did.
    public @Nullable String decidedBy() {
        return decidedBy;
    }

    public void decidedBy(@Nullable String kind) {
        decidedBy = kind;
    }

    /// Which of its route's condition sets the request met.
    public int conditionSet() {
        return conditionSet;
    }

    public void conditionSet(int index) {
        conditionSet = index;
    }

    /// Whether [#answer] is the gateway's own: a problem, or what a policy answers by itself.
    public boolean isAnsweredHere() {
        return answeredHere;
    }

    public void answeredHere(boolean isOurs) {
        answeredHere = isOurs;
    }

    /// What sees the request's body as it goes upstream; null: nothing.
    public @Nullable BodyTap requestTap() {
        return requestTap;
    }

    /// Beside those that were given before.
    public void requestTap(BodyTap tap) {
        BodyTap before = requestTap;
        requestTap = before == null ? tap : before.and(tap);
    }

    /// The call's event loop.
    public Executor loop() {
        return loop;
    }

    /// What changes the answer's body on its way; null: nothing.
    public @Nullable BodyChange answerBody() {
        return answerBody;
    }

    /// Changes what comes out of those that were given before.
    public void answerBody(BodyChange change) {
        BodyChange before = answerBody;
        answerBody = before == null ? change : new ChainedChange(before, change);
    }

    /// How many octets at the beginning of [#upstreamTarget] are the upstream's own base path.
    public int upstreamBaseOctets() {
        return upstreamBaseOctets;
    }

    public void upstreamBaseOctets(int octets) {
        upstreamBaseOctets = octets;
    }

    /// What the upstream reads in Host instead of its target's own; null: the target's own.
    public byte @Nullable [] upstreamHost() {
        return upstreamHost;
    }

    public void upstreamHost(byte[] host) {
        upstreamHost = host;
    }

    /// The Host by which the upstream was asked; null: nothing was.
    public byte @Nullable [] saidHost() {
        return saidHost;
    }

    public void saidHost(byte[] host) {
        saidHost = host;
    }

    /// Octets of the request's body that the route takes; the gateway's own limit holds besides.
    public long requestBytesMax() {
        return requestBytesMax;
    }

    /// The lowest counts.
    public void requestBytesMax(long octets) {
        requestBytesMax = Math.min(requestBytesMax, octets);
    }
}
