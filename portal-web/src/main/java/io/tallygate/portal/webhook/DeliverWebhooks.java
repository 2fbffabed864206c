package io.tallygate.portal.webhook;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.tasks.TenantTask;
import io.tallygate.portal.tenancy.TenantTransactions;
import io.tallygate.portal.webhook.store.DeliveryLog;
import io.tallygate.portal.webhook.store.DeliveryLog.Due;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/// One webhook's turn: sends what is due, one after the other, until nothing is, its receiver cannot be reached, or its
/// time is over. A crash before an attempt is noted sends the same event, with the same id, once more.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class DeliverWebhooks implements TenantTask {
    @Inject
    private DeliveryLog log;

    @Inject
    private Courier courier;

    @Inject
    private DeliveryNotes notes;

    @Inject
    private Wakes wakes;

    @Inject
    private TenantTransactions transactions;

    @Inject
    private Clock clock;

    @Override
    public String name() {
        return "deliver-webhooks";
    }

    /// @param data  the webhook's id, and whether it is tried although it rests
    @Override
    public void run(TenantId tenant, String data) {
        boolean evenAtRest = data.endsWith(Wakes.AFTER_REST);
        UUID webhook = UUID.fromString(evenAtRest ? data.substring(0, 36) : data);
        long over = System.nanoTime() + WebhookLimits.TURN.toNanos();
        while (true) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            boolean anyhow = evenAtRest;
            Optional<Due> due = transactions.inTenant(tenant, () -> log.next(webhook, now, anyhow));
            if (due.isEmpty()) {
                return;
            }
            evenAtRest = false;
            Courier.Outcome outcome = courier.send(tenant, due.get());
            boolean goesOn = transactions.inTenant(tenant, () -> notes.add(tenant, webhook, due.get(), outcome));
            if (!goesOn) {
                return;
            }
            if (System.nanoTime() > over) {
                // to the end of the line, so that the tenant's other webhooks have theirs
                transactions.inTenant(tenant, () -> wakes.at(tenant, webhook, clock.instant()));
                return;
            }
        }
    }
}
