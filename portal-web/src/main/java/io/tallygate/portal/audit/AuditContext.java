package io.tallygate.portal.audit;

import io.tallygate.metering.meter.TenantId;
import org.jspecify.annotations.Nullable;

/// Who acts on this thread, and for which request. A door begins it before anything else runs and ends it with the
/// answer; what is found out on the way (who it is, which address was meant) is added as it becomes known.
public final class AuditContext {
    private static final ThreadLocal<@Nullable AuditContext> CURRENT = new ThreadLocal<>();

    private final String requestId;
    private final String origin;
    private Actor actor;
    private String action;
    private @Nullable TenantId tenant;
    private boolean stranger;
    private @Nullable String refusal;

    private AuditContext(String requestId, String origin, Actor actor, String action) {
        this.requestId = requestId;
        this.origin = origin;
        this.actor = actor;
        this.action = action;
    }

    /// Work that may fail with an exception of its own.
    @FunctionalInterface
    public interface Task<X extends Exception> {
        void run() throws X;
    }

    /// A request begins on this thread; the door that calls this calls [#end] when it is answered.
    /// @param origin  the address that it came from
    public static void begin(String requestId, String origin) {
        CURRENT.set(new AuditContext(requestId, origin, Actor.NOBODY, ""));
    }

    /// The thread goes back to its pool and knows nothing any more.
    public static void end() {
        CURRENT.remove();
    }

    /// Runs work of the product itself, outside of any request.
    /// @param task  kebab case; recorded as `system:` and this name
    public static <X extends Exception> void asTask(String task, Task<X> work) throws X {
        AuditContext outer = CURRENT.get();
        CURRENT.set(ofSystem(task));
        try {
            work.run();
        } finally {
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
            }
        }
    }

    /// What is known on this thread; work that nobody has announced is the portal's own.
    public static AuditContext current() {
        AuditContext current = CURRENT.get();
        return current == null ? ofSystem("portal") : current;
    }

    static AuditContext ofSystem(String task) {
        return new AuditContext(RequestId.of(null), "", Actor.system(task), task);
    }

    public String requestId() {
        return requestId;
    }

    /// Empty for work of the product itself.
    public String origin() {
        return origin;
    }

    public Actor actor() {
        return actor;
    }

    public void actor(Actor who) {
        actor = who;
    }

    /// A stable name: `room.verb`, or the method and the address with its parameters' names.
    public String action() {
        return action;
    }

    public void action(String name) {
        action = name;
    }

    /// Which tenant the request is about, as soon as that is known.
    /// @param isStranger  whether the actor has no place there
    public void place(TenantId where, boolean isStranger) {
        tenant = where;
        stranger = isStranger;
    }

    /// Null while no tenant is known, or when there is none of the name that was asked for.
    public @Nullable TenantId tenant() {
        return tenant;
    }

    public boolean isStranger() {
        return stranger;
    }

    /// Why the request is refused, where the answer does not say it: kebab case. Such a request is recorded whatever it
    /// asks for.
    public void refusedBecause(String reason) {
        refusal = reason;
    }

    /// Null when the answer says it, or nothing is refused.
    public @Nullable String refusal() {
        return refusal;
    }
}
