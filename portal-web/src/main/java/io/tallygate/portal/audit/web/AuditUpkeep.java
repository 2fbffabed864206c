package io.tallygate.portal.audit.web;

import io.tallygate.portal.audit.AuditTrail;
import io.tallygate.portal.tasks.RecurringTask;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;

/// Signs the heads of chains that have moved, and records what was only counted. It stands at the room's door because
/// tasks lean on tenants, and tenants on the room's core.
@ApplicationScoped
public class AuditUpkeep implements RecurringTask {
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final AuditTrail trail;

    @SuppressWarnings("NullAway") // for the proxy only
    protected AuditUpkeep() {
        this(null);
    }

    @Inject
    public AuditUpkeep(AuditTrail trail) {
        this.trail = trail;
    }

    @Override
    public String name() {
        return "audit-checkpoints";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public void run() throws SQLException {
        trail.keepUp();
    }
}
