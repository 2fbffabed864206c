package io.tallygate.portal.webhook;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.outbound.OutboundHttp;
import io.tallygate.portal.outbound.RefusedAddress;
import io.tallygate.portal.secret.Sealing;
import io.tallygate.portal.tenancy.Limit;
import io.tallygate.portal.tenancy.Limits;
import io.tallygate.portal.tenancy.TenantTransactions;
import io.tallygate.portal.webhook.store.DeliveryLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A tenant's webhooks: who manages them asks here.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Webhooks {
    @Inject
    private TenantTransactions transactions;

    @Inject
    private Limits limits;

    @Inject
    private OutboundHttp outbound;

    @Inject
    private Sealing sealing;

    @Inject
    private DeliveryLog log;

    @Inject
    private WebhookEvents events;

    @Inject
    private Wakes wakes;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// A webhook with a secret that nobody is shown again.
    public record WithSecret(Webhook webhook, String secret) {
        /// The secret stays out of logs.
        @Override
        public String toString() {
            return "webhook " + webhook.id();
        }
    }

    /// Oldest first.
    /// @param after  the last id of the page before; null for the first page
    public List<Webhook> list(TenantId tenant, @Nullable UUID after, int limit) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery(
                                "from Webhook w where :after is null or w.id > :after order by w.id", Webhook.class)
                        .setParameter("after", after)
                        .setMaxResults(limit)
                        .getResultList());
    }

    public Optional<Webhook> find(TenantId tenant, UUID id) {
        return transactions.inTenant(tenant, () -> Optional.ofNullable(entities.find(Webhook.class, id)));
    }

    /// As [#find], inside the caller's transaction, which goes on to change it.
    public Optional<Webhook> hold(UUID id) {
        return Optional.ofNullable(entities.find(Webhook.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    /// @throws WrongInput  pointing at what cannot be
    public WithSecret create(TenantId tenant, NewWebhook wanted) {
        InputCheck check = new InputCheck();
        WebhookSettings settings = check(check, null, wanted);
        check.done();
        return make(tenant, settings);
    }

    /// What was checked already.
    public WithSecret make(TenantId tenant, WebhookSettings checked) {
        byte[] key = Signature.newKey();
        return transactions.inTenant(tenant, () -> {
            limits.claim(tenant, Limit.WEBHOOKS, 1);
            Webhook webhook = new Webhook(
                    checked.url(),
                    checked.description(),
                    checked.eventTypes(),
                    checked.enabled(),
                    sealing.seal(key, Courier.purpose(tenant)),
                    clock.instant().truncatedTo(ChronoUnit.MICROS));
            entities.persist(webhook);
            entities.flush();
            return new WithSecret(webhook, Signature.text(key));
        });
    }

    /// What waits for one that is disabled is given up; it can be replayed afterwards.
    /// @param held  by [#hold], in the same transaction
    /// @throws WrongInput  pointing at what cannot be
    public Webhook change(TenantId tenant, Webhook held, NewWebhook wanted) {
        InputCheck check = new InputCheck();
        WebhookSettings settings = check(check, WebhookSettings.of(held), wanted);
        check.done();
        return become(tenant, held, settings);
    }

    /// As [#change], of what was checked already.
    public Webhook become(TenantId tenant, Webhook held, WebhookSettings checked) {
        boolean moved = !checked.url().equals(held.url());
        boolean begins = held.become(checked.url(), checked.description(), checked.eventTypes(), checked.enabled());
        entities.flush();
        if (!checked.enabled()) {
            log.giveUp(held.id());
        } else if (begins || moved) {
            log.note(held.id(), new DeliveryLog.Health(null, 0, null));
            wakes.at(tenant, held.id(), clock.instant());
        }
        return held;
    }

    /// What a wish comes to; whatever cannot be is noted. An address that stays was checked when it came.
    /// @param had  null: a new one
    public WebhookSettings check(InputCheck check, @Nullable WebhookSettings had, NewWebhook wanted) {
        boolean stays = had != null
                && (wanted.url() == null || had.url().equals(wanted.url().strip()));
        return new WebhookSettings(
                had != null && stays ? had.url() : address(check, wanted.url()),
                had != null && wanted.description() == null
                        ? had.description()
                        : check.optional("/description", wanted.description(), WebhookLimits.LONGEST_DESCRIPTION),
                had != null && wanted.eventTypes() == null
                        ? had.eventTypes()
                        : types(check, wanted.eventTypes() == null ? List.of() : wanted.eventTypes()),
                wanted.enabled() == null ? had == null || had.enabled() : wanted.enabled());
    }

    /// An address as webhooks keep it; one that cannot be called as it was entered.
    public String spelled(String url) {
        try {
            return url.isEmpty() ? url : outbound.check(url).toString();
        } catch (RefusedAddress refused) {
            return url;
        }
    }

    public void delete(Webhook held) {
        entities.remove(held);
        entities.flush();
    }

    /// A new secret; the one so far signs as well for a while, so that a receiver can change over without a gap.
    /// @param until  null: as long as usual; now or earlier: the old one is worth nothing at once
    /// @throws WrongInput  when that is too long
    public WithSecret rotate(TenantId tenant, Webhook held, @Nullable Instant until) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant end = until == null ? now.plus(WebhookLimits.USUAL_OVERLAP) : until.truncatedTo(ChronoUnit.MICROS);
        if (Duration.between(now, end).compareTo(WebhookLimits.LONGEST_OVERLAP) > 0) {
            throw new WrongInput(
                    "/previousUntil", because("At most {0} days ahead.", WebhookLimits.LONGEST_OVERLAP.toDays()));
        }
        byte[] key = Signature.newKey();
        held.rotate(sealing.seal(key, Courier.purpose(tenant)), end);
        entities.flush();
        return new WithSecret(held, Signature.text(key));
    }

    /// Sends a ping, which anybody can tell from an event.
    /// @return  its delivery; empty when there is no such webhook
    /// @throws WebhookDisabled  when nothing is sent there
    public Optional<Delivery> ping(TenantId tenant, UUID webhook) {
        return onEnabled(tenant, webhook, () -> {
            UUID delivery = events.ping(tenant, webhook);
            return log.find(webhook, delivery).orElseThrow().delivery();
        });
    }

    public WebhookCondition condition(TenantId tenant, UUID webhook) {
        return transactions.inTenant(
                tenant,
                () -> new WebhookCondition(
                        log.health(webhook).failingSince(),
                        log.waiting(webhook, WebhookLimits.WAITING),
                        log.heldBack(webhook, WebhookLimits.WAITING)));
    }

    /// Newest first.
    /// @param state  null: all
    /// @param before the last id of the page before; null for the first page
    public List<Delivery> deliveries(
            TenantId tenant, UUID webhook, @Nullable String state, @Nullable UUID before, int limit) {
        return transactions.inTenant(tenant, () -> log.list(webhook, state, before, limit));
    }

    /// A delivery with its body and what was tried.
    public record Story(Delivery delivery, String body, List<Attempt> attempts) {}

    public Optional<Story> delivery(TenantId tenant, UUID webhook, UUID delivery) {
        return transactions.inTenant(
                tenant,
                () -> log.find(webhook, delivery)
                        .map(whole -> new Story(
                                whole.delivery(), whole.body(), log.attempts(delivery, WebhookLimits.ATTEMPTS_SHOWN))));
    }

    /// Sends one event again, under its old id. One that waits is tried at once.
    /// @return  empty when there is no such delivery
    /// @throws WebhookDisabled  when nothing is sent there
    /// @throws TooManyWaiting   when it would be one more than may wait
    public Optional<Delivery> replay(TenantId tenant, UUID webhook, UUID delivery) {
        return onEnabled(
                        tenant,
                        webhook,
                        () -> log.find(webhook, delivery).map(found -> {
                            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
                            if (!found.delivery().state().equals("waiting") && room(webhook) == 0) {
                                throw new TooManyWaiting();
                            }
                            log.replay(delivery, now);
                            wakes.at(tenant, webhook, now);
                            return log.find(webhook, delivery).orElseThrow().delivery();
                        }))
                .flatMap(found -> found);
    }

    /// Sends again what failed, the oldest first.
    /// @param since  what was written then or later
    /// @return       how many, at most [WebhookLimits#REPLAYED_AT_ONCE] and as many as may wait; empty when
    ///               there is no such webhook
    /// @throws WebhookDisabled  when nothing is sent there
    public Optional<Integer> replayFailed(TenantId tenant, UUID webhook, Instant since) {
        return onEnabled(tenant, webhook, () -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            int replayed =
                    log.replayFailed(webhook, since, now, Math.min(WebhookLimits.REPLAYED_AT_ONCE, room(webhook)));
            wakes.at(tenant, webhook, now);
            return replayed;
        });
    }

    private int room(UUID webhook) {
        return WebhookLimits.WAITING - log.waiting(webhook, WebhookLimits.WAITING);
    }

    private interface Work<T> {
        T run();
    }

    private <T> Optional<T> onEnabled(TenantId tenant, UUID webhook, Work<T> work) {
        return transactions.inTenant(
                tenant,
                () -> hold(webhook).map(held -> {
                    if (!held.enabled()) {
                        throw new WebhookDisabled();
                    }
                    return Objects.requireNonNull(work.run());
                }));
    }

    private String address(InputCheck check, @Nullable String url) {
        String entered = check.required("/url", url, 2_000);
        if (entered.isEmpty()) {
            return entered;
        }
        try {
            return outbound.check(entered).toString();
        } catch (RefusedAddress refused) {
            check.refuse("/url", refused.reason());
            return entered;
        }
    }

    private static List<String> types(InputCheck check, List<String> wanted) {
        List<String> types = new ArrayList<>();
        for (int index = 0; index < wanted.size(); index++) {
            if (EventType.of(wanted.get(index)).isEmpty()) {
                check.refuse("/eventTypes/" + index, because("There is no such event type."));
            } else if (!types.contains(wanted.get(index))) {
                types.add(wanted.get(index));
            }
        }
        return types.stream().sorted().toList();
    }
}
