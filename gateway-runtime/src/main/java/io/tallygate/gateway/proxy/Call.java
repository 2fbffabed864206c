package io.tallygate.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.tallygate.gateway.aggregate.AggregateCall;
import io.tallygate.gateway.aggregate.Aggregation;
import io.tallygate.gateway.aggregate.Answering;
import io.tallygate.gateway.config.LiveConfig;
import io.tallygate.gateway.consumer.Consumers;
import io.tallygate.gateway.exchange.BodyChange;
import io.tallygate.gateway.exchange.BodyTap;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.exchange.Outcome;
import io.tallygate.gateway.exchange.UnfitBody;
import io.tallygate.gateway.http.AnswerHead;
import io.tallygate.gateway.http.Deadlines.Deadline;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.http.HopByHop;
import io.tallygate.gateway.http.Malformed;
import io.tallygate.gateway.http.RequestHead;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.gateway.problem.Problem;
import io.tallygate.gateway.problem.Problems;
import io.tallygate.gateway.upstream.OwnTries;
import io.tallygate.gateway.upstream.Target;
import io.tallygate.gateway.upstream.Upstream;
import io.tallygate.gateway.upstream.UpstreamConnections.Waiting;
import io.tallygate.gateway.upstream.UpstreamFailure;
import io.tallygate.gateway.upstream.UpstreamSide;
import org.jspecify.annotations.Nullable;

/// One call, whatever protocol its client speaks. Its path, in order: [#begin] → [#admit] (let in by [Admission], or
/// [#refuse]) → [#connect] → [#onConnection] → [#body] → [#onHead] → [#onBody] → [#onEnd] → [#end].
///
/// The record is in the journal before the last octet of the answer is handed to the client's side. Wherever a call
/// breaks
/// off it comes to [#end] when something of it went upstream, and to [#refuse] or [#gone] when not: once. Kept by its
/// event loop and used again for another call.
final class Call implements Answering {
    private static final byte[] NO_HOST = {};
    /// Recorded when the client left before there was a status; never sent.
    private static final int CLIENT_CLOSED = 499;

    private enum At {
        /// In nobody's hands.
        FREE,
        /// Its head has not been understood yet.
        HEAD,
        /// A policy waits for something.
        AWAITING,
        /// A policy waits for the whole body.
        GATHERING,
        /// Waits for a connection to the upstream.
        CONNECTING,
        /// The request is on its way, or the answer.
        UPSTREAM,
        /// It has become a WebSocket.
        TUNNEL,
        /// Its answer is complete, but for what is held back until its record is on the disk.
        FORCING
    }

    private final Loop loop;
    private final Exchange exchange;
    private final Admission admission;
    private final Sight sight;
    private final Attempts attempts;
    private final BodyPatience patience;
    private final Deadline deadline;
    /// Of a client of gRPC; made when the first one names a time.
    private @Nullable Deadline clientsDeadline;

    /// When that time is up; 0: this call has none.
    private long clientsEndNanos;

    private @Nullable ClientSide side;
    private At at = At.FREE;
    private @Nullable LiveConfig config;
    private @Nullable UpstreamSide upstream;
    private @Nullable Waiting waiting;
    private @Nullable Tunnel tunnel;
    private @Nullable ByteBuf gathered;
    /// Of an answer whose record has to be on the disk first: the last of its body, and its trailers.
    private @Nullable ByteBuf heldEnd;

    private @Nullable Fields heldTrailers;
    private boolean sent;
    private boolean requestEnded;
    private boolean responseStarted;
    private boolean headHeld;
    private boolean expectsContinue;
    private int status;
    private long sentAtNanos;

    Call(Loop loop) {
        this.loop = loop;
        this.exchange = new Exchange(this::resume, loop.eventLoop);
        this.admission = new Admission(exchange, loop);
        this.sight = new Sight(exchange, admission, loop);
        this.attempts = new Attempts(loop, exchange, admission);
        this.patience = new BodyPatience(loop.limits);
        this.deadline = loop.deadlines.add(this::late);
    }

    // what the client's side says ------------------------------------------------------------------------------------

    /// Takes the call up; its head is read into [#request] next.
    void open(ClientSide side) {
        this.side = side;
        at = At.HEAD;
    }

    RequestHead request() {
        return exchange.request();
    }

    Exchange exchange() {
        return exchange;
    }

    private ClientSide side() {
        ClientSide known = side;
        if (known == null) {
            throw new IllegalStateException("a call without a client");
        }
        return known;
    }

    /// The head is complete.
    /// @param malformed  why it cannot be served; null when it can
    void begin(@Nullable Malformed malformed) {
        LiveConfig current = loop.configuration.current(); // asked once: a call sees one configuration to its end
        identify(current);
        if (malformed != null) {
            refuse(Answers.problemOf(malformed));
            return;
        }
        RequestHead head = exchange.request();
        if (!loop.proxies.isEmpty()) {
            loop.proxies.believe(exchange);
        }
        sight.begin();
        exchange.peerCertificate(side().peerCertificate());
        Limit full = loop.load.refusal();
        if (full != null) {
            loop.metrics.hit(full);
            refuse(Problems.OVERLOADED);
            return;
        }
        requestEnded = !head.hasBody();
        long clientsPatience = GrpcTimeout.nanos(head);
        if (clientsPatience > 0) {
            Deadline ends = clientsDeadline;
            if (ends == null) {
                ends = loop.deadlines.add(this::lateForClient);
                clientsDeadline = ends;
            }
            long now = System.nanoTime();
            ends.set(now, clientsPatience);
            clientsEndNanos = now + clientsPatience;
        }
        expectsContinue =
                head.hasBody() && side().takesInterim() && head.fields().contains(FieldName.EXPECT);
        admit();
    }

    /// A request that never became one gets an id and an answer.
    void refuseUnread(Problem problem) {
        identify(loop.configuration.current());
        refuse(problem);
    }

    private void identify(@Nullable LiveConfig current) {
        loop.counts.begun();
        loop.load.begun();
        config = current;
        Consumers consumers = current == null ? Consumers.NONE : current.consumers();
        long now = System.nanoTime();
        exchange.begin(consumers, side().address(), side().isSecure(), loop.wall.micros(now), now);
        loop.usage.identify(exchange);
    }

    private void admit() {
        Verdict verdict;
        try {
            verdict = config == null
                    ? new Verdict.Reject(Problems.NOT_READY)
                    : side().isMisdirected(exchange.request().host())
                            ? new Verdict.Reject(Problems.MISDIRECTED)
                            : admission.admit(config);
        } catch (RuntimeException | LinkageError fault) { // a policy that throws refuses its call alone
            loop.metrics.fault("admitting a call", fault);
            verdict = new Verdict.Reject(Problems.INTERNAL);
        }
        switch (verdict) {
            case Verdict.Continue _ -> {
                long octets = Math.max(exchange.request().contentLength(), exchange.usage().requestBytes);
                if (octets > exchange.requestBytesMax()) { // what a policy has gathered is known by now
                    refuseBody();
                    return;
                }
                begun();
            }
            case Verdict.Await _ -> {
                if (exchange.bodyBound() > 0 && exchange.body() == null) {
                    gather();
                } else {
                    at = At.AWAITING;
                    deadline.set(System.nanoTime(), loop.limits.policyTime().toNanos());
                }
            }
            case Verdict.Reject(Problem problem) -> refuse(problem);
            case Verdict.Answer answer -> answerItself(answer);
        }
    }

    private void resume() {
        if (at == At.AWAITING) {
            deadline.clear();
            admit();
        } else if (at == At.FORCING) {
            finish(heldTrailers);
        }
    }

    /// Holds the body back until it is complete: a policy cannot judge the call before.
    private void gather() {
        if (exchange.request().contentLength() > exchange.bodyBound()) {
            refuseLongBody();
            return;
        }
        at = At.GATHERING;
        int bound = exchange.bodyBound();
        int likely = (int) Math.max(256, exchange.request().contentLength());
        gathered = Unpooled.buffer(Math.min(bound, likely), bound);
        if (expectsContinue) {
            expectsContinue = false;
            side().sendContinue();
        }
        waitForBody();
        side().proceed();
    }

    private void gather(ByteBuf part, ByteBuf into) {
        exchange.usage().requestBytes += part.readableBytes();
        boolean fits = part.readableBytes() <= into.maxWritableBytes();
        if (fits) {
            into.writeBytes(part);
            waitForBody();
        }
        part.release();
        if (!fits) {
            refuseLongBody();
        }
    }

    private void refuseLongBody() {
        loop.metrics.hit(Limit.BUFFERED_BODY);
        refuse(Problems.tooLarge(
                413, "This API looks at bodies of at most %,d bytes.".formatted(exchange.bodyBound())));
    }

    /// @param part  of the request's body; released when it is no longer needed
    void body(ByteBuf part) {
        ByteBuf into = gathered;
        if (at == At.GATHERING && into != null) {
            gather(part, into);
            return;
        }
        UpstreamSide connection = upstream;
        if (at == At.TUNNEL && connection != null) {
            fromClient(part, connection);
            return;
        }
        if (at != At.UPSTREAM || connection == null) {
            part.release();
            return;
        }
        exchange.usage().requestBytes += part.readableBytes();
        if (exchange.usage().requestBytes > loop.limits.requestBodyBytes()) {
            part.release();
            loop.metrics.hit(Limit.REQUEST_BODY);
            breakOff(Admission.bodyTooLarge(loop.limits));
            return;
        }
        if (exchange.usage().requestBytes > exchange.requestBytesMax()) {
            part.release();
            refuseBody();
            return;
        }
        if (patience.isTooSlow(exchange.usage().requestBytes)) {
            part.release();
            loop.metrics.hit(Limit.BODY_RATE);
            breakOff(Problems.REQUEST_TIMEOUT);
            return;
        }
        BodyTap tap = exchange.requestTap();
        if (tap != null) {
            tap.part(part);
        }
        connection.send(part);
        if (connection.isWritable()) {
            if (!responseStarted) { // two who talk to each other may be silent as long as the upstream may
                waitForBody();
            }
        } else {
            deadline.clear(); // it is the upstream's turn
            patience.pause();
            side().readOn(false);
        }
    }

    private void refuseBody() {
        loop.metrics.hit(Limit.ROUTE_BODY);
        breakOff(Problems.tooLarge(
                413, "This API takes bodies of at most %,d bytes.".formatted(exchange.requestBytesMax())));
    }

    /// @param trailers  of the request, valid during the call; null when there are none. They go on to an upstream that
    /// speaks HTTP/2, without what could be taken for a header that was checked or put in, and nowhere else
    void bodyEnd(@Nullable Fields trailers) {
        requestEnded = true;
        ByteBuf whole = gathered;
        if (at == At.GATHERING && whole != null) {
            deadline.clear();
            gathered = null;
            exchange.body(ByteBufUtil.getBytes(whole));
            admit();
            return;
        }
        UpstreamSide connection = upstream;
        if (at == At.UPSTREAM && connection != null) {
            deadline.clear();
            if (trailers == null) {
                connection.end();
            } else {
                Fields head = exchange.request().fields();
                connection.end(ForwardedFields.trailers(Answers.trailers(trailers), head));
            }
            BodyTap tap = exchange.requestTap();
            if (tap != null) {
                tap.end();
            }
        }
    }

    /// All that the client sent at once has been told.
    void bodyPaused() {
        UpstreamSide connection = upstream;
        if (connection != null && (!requestEnded || at == At.TUNNEL)) {
            connection.flush();
        }
    }

    /// The request's body cannot be read to its end.
    void bodyMalformed(Malformed malformed) {
        breakOff(Answers.problemOf(malformed));
    }

    void onClientWritable() {
        UpstreamSide connection = upstream;
        if (connection != null && responseStarted) {
            deadline.clear();
            if (at == At.TUNNEL) {
                tunnelMoved();
            }
            connection.resume();
        }
    }

    /// Whether the client has its turn to read.
    boolean isAnswering() {
        return responseStarted;
    }

    /// A WebSocket cannot be waited for: it is closed.
    void stopSoon() {
        Tunnel open = tunnel;
        if (open != null && !open.isClosing()) {
            deadline.set(System.nanoTime(), loop.protocols.webSocketClosing().toNanos());
            open.close();
        }
    }

    /// The client is not there any more, or the gateway does not wait any longer.
    void gone(Outcome outcome) {
        if (at == At.TUNNEL) {
            endTunnel(outcome == Outcome.CLIENT_GONE ? Outcome.ANSWERED : outcome);
            close();
            return;
        }
        leaveUpstream();
        if (at == At.HEAD || at == At.FREE || at == At.FORCING) {
            close();
        } else if (sent) {
            end(outcome);
            close();
        } else {
            admission.withdraw();
            ended(outcome);
            close();
        }
    }

    private void waitForBody() {
        long now = System.nanoTime();
        patience.begin(now);
        deadline.set(now, loop.limits.bodyTime().toNanos());
    }

    @Override
    public OwnTries tries(String step, String method) {
        return sight.triesOf(step, method);
    }

    // upstream -------------------------------------------------------------------------------------------------------

    private void begun() {
        Aggregation aggregation = admission.route().aggregation();
        if (aggregation != null) {
            onConnection(new AggregateCall(
                    aggregation, admission.route().upstream(), exchange, loop.ownCalls, loop.metrics, this));
            return;
        }
        long now = System.nanoTime();
        if (admission.route().upstream().admits(now)) {
            connect(null, now);
        } else {
            loop.metrics.sparedCalls.increment();
            refuse(Problems.UPSTREAM_UNAVAILABLE);
        }
    }

    /// @param same  the target of the attempt before, on a connection that was not kept alive; null: any
    private void connect(@Nullable Target same, long now) {
        at = At.CONNECTING;
        Upstream to = admission.route().upstream();
        Target chosen = attempts.begin(same, now);
        sight.tries(to, chosen, now);
        // connecting and trusting have a timeout each; this one is for standing in line, and meant to be the last
        deadline.set(now, (2L * to.connectTimeoutMillis() + 1_000) * 1_000_000);
        Waiting place = loop.upstreams.connect(to, chosen, same != null, this);
        if (place != null && !place.isOver()) {
            waiting = place;
        }
    }

    @Override
    public AnswerHead answer() {
        return exchange.answer();
    }

    @Override
    public void onConnection(UpstreamSide connection) {
        boolean waited = waiting != null;
        waiting = null;
        upstream = connection;
        at = At.UPSTREAM;
        deadline.clear();
        if (!sent) {
            sent = true;
            // a connection that was free at once took no time that is worth asking the clock for
            sentAtNanos = waited ? System.nanoTime() : attempts.beganNanos();
        }
        if (admission.isWebSocket()) {
            connection.maySwitch();
        }
        byte[] host = exchange.upstreamHost();
        byte[] whole = exchange.body();
        if (whole != null) {
            exchange.request().bodyKnown(whole.length);
        }
        sight.sends(exchange.request().fields());
        if (host == null) {
            Target target = attempts.target();
            host = target == null ? NO_HOST : target.authority(); // an answer made of several has no target
        }
        exchange.saidHost(host);
        connection.send(exchange.request(), exchange.upstreamTarget(), host);
        if (requestEnded) {
            if (whole != null && whole.length > 0) {
                connection.send(Unpooled.wrappedBuffer(whole));
            }
            connection.end();
            return;
        }
        if (expectsContinue) {
            side().sendContinue();
        }
        waitForBody();
        side().proceed();
    }

    @Override
    public void onWritable() {
        if (at == At.UPSTREAM && !requestEnded) {
            if (!responseStarted) {
                waitForBody();
            }
            side().readOn(true);
        } else if (at == At.TUNNEL) {
            side().readOn(true);
        }
    }

    @Override
    public void onSwitch() {
        attempts.report(true);
        status = 101;
        sight.answers(status);
        AnswerHead answer = exchange.answer();
        Fields fields = answer.fields();
        HopByHop.removeFrom(fields);
        fields.remove(FieldName.CONTENT_LENGTH); // a 101 has no body, whatever it says
        fields.remove(FieldName.TRANSFER_ENCODING);
        admission.shapeAnswer();
        Answers.putOwn(exchange, loop.date);
        sight.tell(answer);
        fields.add(FieldName.CONNECTION, "Upgrade");
        fields.add(FieldName.UPGRADE, "websocket");
        responseStarted = true;
        UpstreamSide connection = upstream;
        if (connection == null) {
            throw new IllegalStateException("a WebSocket to nobody");
        }
        at = At.TUNNEL;
        tunnel = new Tunnel(side(), connection);
        tunnelMoved();
        side().switchProtocols(answer);
        if (loop.stopping) {
            stopSoon();
        }
    }

    private void tunnelMoved() {
        Tunnel open = tunnel;
        if (open != null && !open.isClosing()) { // what is left then is bounded
            deadline.set(System.nanoTime(), loop.protocols.webSocketIdle().toNanos());
        }
    }

    private void fromClient(ByteBuf part, UpstreamSide connection) {
        Tunnel open = tunnel;
        if (open == null) {
            part.release();
            return;
        }
        tunnelMoved();
        exchange.usage().requestBytes += part.readableBytes();
        open.fromClient(part);
        if (open.isOver()) {
            endTunnel(Outcome.GATEWAY_STOPPED);
            side().end(null);
            close();
        } else if (!connection.isWritable()) {
            connection.flush();
            if (!connection.isWritable()) {
                side().readOn(false);
            }
        }
    }

    private void fromUpstream(ByteBuf part) {
        Tunnel open = tunnel;
        if (open == null) {
            part.release();
            return;
        }
        tunnelMoved();
        exchange.usage().responseBytes += part.readableBytes();
        open.fromUpstream(part);
        UpstreamSide connection = upstream;
        if (connection != null && !side().isWritable()) {
            side().flush();
            if (upstream == connection && !side().isWritable()) {
                connection.pause();
            }
        }
    }

    @Override
    public void onSwitchedEnd() {
        upstream = null;
        endTunnel(Outcome.ANSWERED);
        side().end(null);
        close();
    }

    /// What was on its way to the upstream still goes there.
    private void endTunnel(Outcome outcome) {
        UpstreamSide connection = upstream;
        upstream = null;
        tunnel = null;
        if (connection != null) {
            connection.finish();
        }
        end(outcome);
    }

    @Override
    public void onInterim() {
        AnswerHead interim = exchange.answer();
        if (side().takesInterim() && interim.status() != 100) { // 100 was said when the upstream was there
            HopByHop.removeFrom(interim.fields());
            side().sendInterim(interim);
        }
    }

    @Override
    public void onHead() {
        deadline.clear();
        patience.pause(); // two who talk to each other may be slow, too
        int answered = exchange.answer().status();
        sight.answers(answered);
        Upstream to = admission.route().upstream();
        if (attempts.target() != null) {
            attempts.report(!to.rules().health().statuses().contains(answered));
        }
        if (attempts.mayRepeat(answered)) {
            leaveUpstream();
            attempts.leave();
            connect(null, System.nanoTime());
            return;
        }
        HopByHop.removeFrom(exchange.answer().fields());
        try {
            admission.shapeAnswer();
        } catch (RuntimeException | LinkageError fault) {
            loop.metrics.fault("shaping an answer", fault);
            leaveUpstream();
            status = Problems.INTERNAL.status();
            end(Outcome.UPSTREAM_ABORTED);
            answer(Problems.INTERNAL);
            return;
        }
        status = exchange.answer().status(); // as the client sees it
        Answers.putOwn(exchange, loop.date);
        BodyChange change = exchange.answerBody();
        if (change != null && change.needsWhole()) {
            headHeld = true; // as long as it can still become a problem
            return;
        }
        sight.tell(exchange.answer());
        responseStarted = true;
        side().sendHead(exchange.answer(), false);
    }

    @Override
    public void onBody(ByteBuf part) {
        if (at == At.TUNNEL) {
            fromUpstream(part);
            return;
        }
        BodyChange change = exchange.answerBody();
        if (change == null) {
            sendBody(part);
        } else {
            ByteBuf changed;
            try {
                changed = change.change(part);
            } catch (UnfitBody unfit) {
                leaveUpstream();
                refuseAnswer(unfit.problem());
                return;
            }
            if (headHeld) {
                changed.release(); // nothing comes before the end
                return;
            }
            sendBody(changed);
        }
        ClientSide to = side();
        if (upstream == null || to.isWritable()) {
            return;
        }
        to.flush(); // which may be enough, and may be how the client's end is noticed
        UpstreamSide connection = upstream;
        if (connection != null && !to.isWritable()) {
            connection.pause();
            waitForBody();
        }
    }

    private void sendBody(ByteBuf part) {
        exchange.usage().responseBytes += part.readableBytes();
        if (loop.usage.forcesEachRecord()
                && exchange.usage().responseBytes == exchange.answer().contentLength()) {
            heldEnd = part; // without it the client does not take the answer for complete
        } else {
            side().sendBody(part);
        }
    }

    @Override
    public void onPause() {
        BodyChange change = exchange.answerBody();
        if (change != null && !headHeld) {
            sendBody(change.flush());
        }
        side().flush();
    }

    @Override
    public void onEnd(@Nullable Fields trailers) {
        BodyChange change = exchange.answerBody();
        ByteBuf rest = Unpooled.EMPTY_BUFFER;
        if (change != null) {
            try {
                rest = change.end();
            } catch (UnfitBody unfit) {
                upstream = null;
                refuseAnswer(unfit.problem());
                return;
            }
        }
        exchange.usage().responseBytes += rest.readableBytes();
        upstream = null;
        boolean recorded = admission.isRecorded();
        end(Outcome.ANSWERED);
        boolean takes = trailers != null && exchange.request().takesTrailers();
        Fields behind = takes && trailers != null ? Answers.trailers(trailers) : null;
        if (recorded && loop.usage.forcesEachRecord()) {
            hold(rest, behind);
        } else {
            finish(change == null ? null : rest, behind);
        }
    }

    /// The answer waits for the disk; the event loop does not.
    private void hold(ByteBuf rest, @Nullable Fields behind) {
        at = At.FORCING;
        deadline.clear();
        ByteBuf held = heldEnd;
        heldEnd = held == null ? rest : Unpooled.wrappedBuffer(held, rest);
        if (behind != null) {
            Fields kept = new Fields(); // those that came are valid during the call only
            kept.addAll(behind);
            heldTrailers = kept;
        }
        side().flush();
        loop.usage.whenForced(exchange);
    }

    private void finish(@Nullable Fields behind) {
        ByteBuf held = heldEnd;
        heldEnd = null;
        heldTrailers = null;
        finish(held, behind);
    }

    /// @param rest  of the body
    private void finish(@Nullable ByteBuf rest, @Nullable Fields behind) {
        ByteBuf held = heldEnd;
        heldEnd = null;
        ClientSide to = side();
        if (headHeld) {
            exchange.answer().lengthKnown(rest == null ? 0 : rest.readableBytes());
            sight.tell(exchange.answer());
            responseStarted = true;
            to.sendHead(exchange.answer(), false);
        }
        if (held != null) {
            to.sendBody(held);
        }
        if (rest != null && rest.isReadable()) {
            to.sendBody(rest);
        } else if (rest != null) {
            rest.release();
        }
        to.end(behind);
        close();
    }

    @Override
    public void onFailure(UpstreamFailure failure) {
        sight.fails(failure);
        waiting = null;
        upstream = null;
        if (isClientsTimeUp()
                && !responseStarted) { // the upstream keeps that time too, and was the first to see it pass
            attempts.leave();
            lateForClient();
            return;
        }
        if (failure.isOfTarget()) {
            attempts.report(false);
        }
        boolean again = !responseStarted && attempts.mayTryAgain(failure, sent);
        Target tried = attempts.leave();
        if (again) {
            connect(failure == UpstreamFailure.STALE ? tried : null, System.nanoTime());
            return;
        }
        if (!sent) {
            refuse(Answers.problemOf(failure));
            return;
        }
        Outcome outcome = failure.isTimeout()
                ? Outcome.UPSTREAM_TIMEOUT
                : responseStarted ? Outcome.UPSTREAM_ABORTED : Outcome.UPSTREAM_REFUSED;
        if (responseStarted) {
            end(outcome);
            cut();
        } else {
            Problem problem = Answers.problemOf(failure);
            status = problem.status();
            end(outcome);
            answer(problem);
        }
    }

    @Override
    public void onProblem(Problem problem, boolean asked, boolean timeout) {
        upstream = null;
        if (!asked) {
            sent = false;
            refuse(problem);
            return;
        }
        status = problem.status();
        end(timeout ? Outcome.UPSTREAM_TIMEOUT : Outcome.UPSTREAM_REFUSED);
        answer(problem);
    }

    private void leaveUpstream() {
        UpstreamSide connection = upstream;
        upstream = null;
        if (connection != null) {
            connection.abort();
        }
        Waiting place = waiting;
        waiting = null;
        if (place != null) {
            place.cancel();
        }
    }

    // how a call ends ------------------------------------------------------------------------------------------------

    /// The gateway answers by itself; nothing went upstream, so nothing is used up and nothing recorded.
    private void refuse(Problem problem) {
        status = problem.status();
        admission.withdraw();
        ended(Outcome.REFUSED);
        answer(problem);
    }

    /// The client's own fault in the middle of a call: it is told if nothing else was said yet.
    private void breakOff(Problem problem) {
        leaveUpstream();
        if (at == At.FORCING) { // it has ended already
            cut();
        } else if (!sent) {
            refuse(problem);
        } else if (responseStarted) {
            end(Outcome.CLIENT_FAILED);
            cut();
        } else {
            status = problem.status();
            end(Outcome.CLIENT_FAILED);
            answer(problem);
        }
    }

    /// A policy answers; nothing went upstream, so nothing is used up and nothing recorded.
    private void answerItself(Verdict.Answer answer) {
        status = answer.status();
        admission.withdraw();
        ended(Outcome.GATEWAY_ANSWERED);
        exchange.answer().begin(answer.status(), answer.body().length);
        exchange.answer().fields().addAll(answer.fields());
        answer(answer.body());
    }

    private void answer(Problem problem) {
        sight.problem(problem);
        answer(Answers.problem(problem, exchange));
    }

    /// @param body  of the gateway's own answer, whose head is in the exchange
    private void answer(byte[] body) {
        boolean own = !sent;
        exchange.answeredHere(true);
        try {
            admission.shapeAnswer();
        } catch (RuntimeException | LinkageError fault) {
            loop.metrics.fault("shaping an answer of our own", fault); // it is told all the same
        }
        Answers.putOwn(exchange, loop.date);
        sight.tell(exchange.answer());
        ClientSide to = side();
        to.sendHead(exchange.answer(), own);
        if (exchange.answer().mayHaveBody(exchange.request().isHead())) {
            to.sendBody(Unpooled.wrappedBuffer(body));
            sight.own(body.length);
        }
        to.end(null);
        close();
    }

    /// The upstream's answer cannot become the one that it should.
    private void refuseAnswer(Problem problem) {
        if (responseStarted) {
            end(Outcome.UPSTREAM_ABORTED);
            cut();
            return;
        }
        status = problem.status();
        end(Outcome.UPSTREAM_ABORTED);
        answer(problem);
    }

    private void cut() {
        side().cut();
        close();
    }

    /// A call that went upstream has ended: what is given back is given back, and the record is written.
    private void end(Outcome outcome) {
        long now = System.nanoTime();
        long micros = (now - exchange.startedAtNanos()) / 1000;
        long upstreamMicros = (now - sentAtNanos) / 1000;
        loop.usage.end(
                exchange,
                outcome,
                status == 0 ? CLIENT_CLOSED : status,
                exchange.usage().startedAtMicros + micros,
                micros,
                upstreamMicros);
        admission.settle();
        ended(outcome, micros, upstreamMicros);
    }

    private void ended(Outcome outcome) {
        ended(outcome, (System.nanoTime() - exchange.startedAtNanos()) / 1000, 0);
    }

    private void ended(Outcome outcome, long micros, long upstreamMicros) {
        sight.ended(outcome, status == 0 ? CLIENT_CLOSED : status, upstreamMicros);
        loop.counts.ended();
        loop.load.ended();
        loop.counts.count(
                status == 0 ? CLIENT_CLOSED : status,
                outcome,
                micros,
                Math.max(0, micros - upstreamMicros),
                exchange.usage().requestBytes,
                exchange.usage().responseBytes);
    }

    /// Forgets everything and goes back to its event loop.
    private void close() {
        if (at == At.FREE) {
            return;
        }
        sight.close();
        deadline.clear();
        if (clientsDeadline != null) {
            clientsDeadline.clear();
        }
        exchange.clear();
        admission.clear();
        side = null;
        config = null;
        upstream = null;
        waiting = null;
        tunnel = null;
        gathered = null;
        ByteBuf held = heldEnd;
        heldEnd = null;
        heldTrailers = null;
        if (held != null) {
            held.release();
        }
        attempts.clear();
        sent = false;
        requestEnded = false;
        responseStarted = false;
        headHeld = false;
        expectsContinue = false;
        patience.clear();
        clientsEndNanos = 0;
        status = 0;
        at = At.FREE;
        loop.giveBack(this);
    }

    /// Its event loop keeps enough others.
    void forget() {
        loop.deadlines.remove(deadline);
        if (clientsDeadline != null) {
            loop.deadlines.remove(clientsDeadline);
        }
    }

    private boolean isClientsTimeUp() {
        return clientsEndNanos != 0 && System.nanoTime() - clientsEndNanos >= 0;
    }

    private void lateForClient() {
        if (at == At.FREE || at == At.HEAD || at == At.FORCING) {
            return;
        }
        loop.metrics.hit(Limit.GRPC_TIMEOUT);
        leaveUpstream();
        if (responseStarted) {
            end(Outcome.UPSTREAM_TIMEOUT);
            cut();
            return;
        }
        boolean own = !sent;
        status = Problems.UPSTREAM_TIMEOUT.status();
        if (sent) {
            end(Outcome.UPSTREAM_TIMEOUT);
        } else {
            admission.withdraw();
            ended(Outcome.REFUSED);
        }
        GrpcTimeout.answer(exchange.answer());
        sight.problem(Problems.UPSTREAM_TIMEOUT);
        Answers.putOwn(exchange, loop.date);
        sight.tell(exchange.answer());
        side().sendHead(exchange.answer(), own);
        side().end(null);
        close();
    }

    /// Whether a connection to its upstream has waited for longer than that for the client's body to go on.
    boolean isWithheld(long now, long patienceNanos) {
        return at == At.UPSTREAM && !requestEnded && !responseStarted && patience.isWithheld(now, patienceNanos);
    }

    /// Others need the connection.
    void giveUpWithheld() {
        loop.metrics.hit(Limit.WITHHELD_TIME);
        breakOff(Problems.REQUEST_TIMEOUT);
    }

    private void late() {
        switch (at) {
            case AWAITING -> {
                loop.metrics.hit(Limit.POLICY_TIME);
                refuse(Problems.INTERNAL);
            }
            case CONNECTING -> {
                loop.metrics.hit(Limit.UPSTREAM_CONNECT_TIME);
                leaveUpstream();
                refuse(Problems.UPSTREAM_TIMEOUT);
            }
            case UPSTREAM -> {
                loop.metrics.hit(Limit.BODY_TIME);
                if (responseStarted) { // the client does not read: there is nothing to tell it
                    leaveUpstream();
                    end(Outcome.CLIENT_GONE);
                    cut();
                } else {
                    breakOff(Problems.REQUEST_TIMEOUT);
                }
            }
            case TUNNEL -> {
                Tunnel open = tunnel;
                if (open != null && !open.isClosing()) {
                    loop.metrics.hit(Limit.WEBSOCKET_IDLE);
                    stopSoon();
                } else {
                    endTunnel(Outcome.GATEWAY_STOPPED);
                    side().end(null);
                    close();
                }
            }
            case GATHERING -> {
                loop.metrics.hit(Limit.BODY_TIME);
                refuse(Problems.REQUEST_TIMEOUT);
            }
            case FREE, HEAD, FORCING -> {}
        }
    }
}
