package io.tallygate.portal.webhook;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Member;
import io.tallygate.portal.account.Members;
import io.tallygate.portal.frame.Formats;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.mail.Mails;
import io.tallygate.portal.tenancy.Tenant;
import io.tallygate.portal.tenancy.Tenants;
import io.tallygate.portal.webhook.store.DeliveryLog;
import io.tallygate.portal.webhook.store.DeliveryLog.Due;
import io.tallygate.portal.webhook.store.DeliveryLog.Health;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.annotation.Gauge;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What follows from an attempt: the delivery is done, tried again later, or given up; a receiver rests, or is told
/// nothing more. All of it in one transaction of the tenant.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class DeliveryNotes {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryNotes.class);

    private final LongAdder delivered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder givenUp = new LongAdder();
    private final LongAdder disabled = new LongAdder();
    private final LongAdder repeated = new LongAdder();

    @Inject
    private DeliveryLog log;

    @Inject
    private Retries retries;

    @Inject
    private Wakes wakes;

    @Inject
    private Members members;

    @Inject
    private Tenants tenants;

    @Inject
    private Mails mails;

    @Inject
    private Clock clock;

    @Inject
    @ConfigProperty(name = "TALLYGATE_PORTAL_URL", defaultValue = "http://localhost:9080")
    private String portal;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// @return  whether the next one may be sent at once
    boolean add(TenantId tenant, UUID webhook, Due due, Courier.Outcome outcome) {
        if (!log.hold(due.delivery(), due.attempts())) {
            // another portal thought that this one was gone, and has noted the same attempt
            repeated.increment();
            return true;
        }
        Attempt attempt = outcome.attempt();
        log.add(due.delivery(), attempt);
        Health before = log.health(webhook);
        if (attempt.isDelivered()) {
            log.delivered(due.delivery());
            delivered.increment();
            if (before.failures() > 0) {
                log.note(webhook, new Health(null, 0, null));
            }
            return true;
        }
        failed.increment();
        if (attempt.isGone()) {
            disable(tenant, webhook, "gone");
            return false;
        }
        return tryAgain(tenant, webhook, due, outcome, before);
    }

    private boolean tryAgain(TenantId tenant, UUID webhook, Due due, Courier.Outcome outcome, Health before) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant since = before.failingSince() == null ? now : before.failingSince();
        int failures = before.failures() + 1;
        if (!now.isBefore(since.plus(retries.patience()))) {
            log.note(webhook, new Health(since, failures, null));
            disable(tenant, webhook, "failing");
            return false;
        }
        Optional<Duration> pause = retries.pause(due.tries() + 1);
        if (pause.isEmpty()) {
            log.failed(due.delivery());
            givenUp.increment();
        } else {
            Instant next = now.plus(longer(pause.get(), outcome.retryAfter()));
            log.waits(due.delivery(), next);
            wakes.at(tenant, webhook, next);
        }
        if (!outcome.attempt().isUnreachable()) {
            log.note(webhook, new Health(since, failures, null));
            return true;
        }
        Instant rested = now.plus(longer(WebhookLimits.rest(failures), outcome.retryAfter()));
        log.note(webhook, new Health(since, failures, rested));
        wakes.afterRest(tenant, webhook, rested);
        return false;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private void disable(TenantId tenant, UUID id, String because) {
        Webhook webhook = entities.find(Webhook.class, id, LockModeType.PESSIMISTIC_WRITE);
        givenUp.add(log.giveUp(id));
        if (webhook == null || !webhook.enabled()) {
            return;
        }
        webhook.disable(because);
        disabled.increment();
        Tenant of = tenants.find(tenant);
        String page = portal + "/console/" + of.slug() + "/webhooks/" + id;
        String key = because.equals("gone") ? "mail.webhook-gone" : "mail.webhook-disabled";
        Instant failingSince = log.health(id).failingSince();
        for (Member owner : members.owners(tenant)) {
            try {
                mails.queueInEachLanguage(tenant, owner.email(), key, language -> new Object[] {
                    webhook.url(),
                    of.name(),
                    failingSince == null ? "" : new Formats(language, of.timeZone()).dateTime(failingSince),
                    page
                });
            } catch (WrongInput tooMany) {
                LOG.warn("An owner of tenant {} is not told that webhook {} is disabled: too many mails", tenant, id);
            }
        }
    }

    @Gauge(
            name = "tallygate_webhooks_delivered",
            absolute = true,
            unit = MetricUnits.NONE,
            description = "Events that a receiver took")
    public long delivered() {
        return delivered.sum();
    }

    @Gauge(
            name = "tallygate_webhooks_failed",
            absolute = true,
            unit = MetricUnits.NONE,
            description = "Attempts that failed")
    public long failed() {
        return failed.sum();
    }

    @Gauge(
            name = "tallygate_webhooks_given_up",
            absolute = true,
            unit = MetricUnits.NONE,
            description = "Deliveries that are not tried again, after the last retry or with their webhook")
    public long givenUp() {
        return givenUp.sum();
    }

    @Gauge(
            name = "tallygate_webhooks_disabled",
            absolute = true,
            unit = MetricUnits.NONE,
            description = "Webhooks that the portal disabled: gone, or failing for too long")
    public long disabled() {
        return disabled.sum();
    }

    @Gauge(
            name = "tallygate_webhooks_repeated",
            absolute = true,
            unit = MetricUnits.NONE,
            description = "Attempts that another portal had made as well")
    public long repeated() {
        return repeated.sum();
    }
}
