package io.tallygate.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tallygate.gateway.events.EventIntake;
import io.tallygate.gateway.http.RequestHead;
import io.tallygate.gateway.policy.cors.Preflight;
import io.tallygate.gateway.route.Asked;
import io.tallygate.gateway.route.RequestPath;
import org.jspecify.annotations.Nullable;

/// A request's head as routes look at it. One per connection, read anew for each request.
final class AskedHead implements Asked {
    private static final byte[] ROOT = {'/'};
    private static final byte[] OWN_PATH = "/.tallygate/".getBytes(ISO_8859_1);
    private static final byte[] EVENTS_PATH = EventIntake.PATH.getBytes(ISO_8859_1);

    private final RequestHead head;
    private final RequestPath path = new RequestPath();
    private @Nullable String preflightFor;

    AskedHead(RequestHead head) {
        this.head = head;
    }

    /// @return  why the path is refused with 400; null when it is not
    @Nullable
    String read() {
        int from = head.pathFrom();
        int to = head.pathTo();
        // an absolute form may name none
        return from == to ? path.read(ROOT, 0, 1) : path.read(head.fields().octets(), from, to);
    }

    RequestPath requestPath() {
        return path;
    }

    /// Whether the path is one of the gateway's own.
    boolean isOwn() {
        return begins(OWN_PATH);
    }

    /// Whether it is where events are told.
    boolean isEvents() {
        return pathTo() - pathFrom() == EVENTS_PATH.length && begins(EVENTS_PATH);
    }

    private boolean begins(byte[] with) {
        int length = pathTo() - pathFrom();
        for (int i = 0; i < with.length; i++) {
            if (i >= length || path()[pathFrom() + i] != with[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public byte[] path() {
        return path.normal();
    }

    @Override
    public int pathFrom() {
        return path.normalFrom();
    }

    @Override
    public int pathTo() {
        return path.normalTo();
    }

    @Override
    public String host() {
        return head.host();
    }

    @Override
    public int port() {
        return head.port();
    }

    @Override
    public String method() {
        String asked = preflightFor;
        return asked == null ? head.method() : asked;
    }

    /// Looks like the request that a preflight asks about, until [#asItself].
    /// @return  false: it is no preflight
    boolean asPreflight() {
        preflightFor = Preflight.methodOf(head);
        return preflightFor != null;
    }

    void asItself() {
        preflightFor = null;
    }

    @Override
    public @Nullable String header(String lowerCaseName) {
        return head.fields().joined(lowerCaseName, lowerCaseName.equals("cookie") ? "; " : ", ");
    }

    @Override
    public @Nullable String query() {
        return head.query();
    }
}
