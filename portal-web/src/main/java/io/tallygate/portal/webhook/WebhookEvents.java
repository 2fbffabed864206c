package io.tallygate.portal.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.audit.Change;
import io.tallygate.portal.tenancy.TenantChanged;
import io.tallygate.portal.tenancy.Tenants;
import io.tallygate.portal.webhook.store.EventOutbox;
import io.tallygate.portal.webhook.store.EventOutbox.Addressed;
import io.tallygate.portal.webhook.store.EventOutbox.Event;
import io.tallygate.portal.webhook.store.EventOutbox.Thing;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.annotation.Gauge;
import org.hibernate.id.uuid.UuidVersion7Strategy;
import org.jspecify.annotations.Nullable;

/// Writes an event for each change that somebody wants to hear of, in the transaction that makes the change: none is
/// lost, and none tells of what was rolled back.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class WebhookEvents {
    private final LongAdder written = new LongAdder();
    private final LongAdder heldBack = new LongAdder();

    @Inject
    private EventOutbox outbox;

    @Inject
    private EntityValues values;

    @Inject
    private Tenants tenants;

    @Inject
    private Wakes wakes;

    @Inject
    private Clock clock;

    /// A change and what it is called.
    private record Told(EventType type, Change change, Map<String, @Nullable Object> values) {
        Thing about() {
            // an API's deployment is told of as the API
            return type.subject() == EventType.Subject.DEPLOYMENT
                    ? new Thing("api", (UUID) java.util.Objects.requireNonNull(values.get("apiId")))
                    : new Thing(type.subject().kind(), UUID.fromString(change.id()));
        }
    }

    void hear(@Observes TenantChanged changed) {
        List<Change> candidates = changed.changes().stream()
                .filter(change -> !EventType.of(change).isEmpty())
                .toList();
        if (candidates.isEmpty()) {
            return;
        }
        EventOutbox.Wanted wanted = outbox.wanted();
        List<Told> told = new ArrayList<>();
        for (Change change : candidates) {
            for (EventType type : EventType.of(change)) {
                if (wanted.has(type.wireName())) {
                    type.told(change, values.of(change)).ifPresent(all -> told.add(new Told(type, change, all)));
                }
            }
        }
        if (!told.isEmpty()) {
            write(changed.tenant(), told);
        }
    }

    private void write(TenantId tenant, List<Told> told) {
        Map<Thing, Long> counts = new LinkedHashMap<>();
        told.forEach(one -> counts.merge(one.about(), 1L, Long::sum));
        Map<Thing, Long> next = new HashMap<>();
        outbox.number(tenant, counts).forEach((thing, last) -> next.put(thing, last - counts.getOrDefault(thing, 0L)));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String slug = tenants.find(tenant).slug();
        List<Event> events = new ArrayList<>();
        for (Told one : told) {
            String type = one.type().wireName();
            long sequence = next.merge(one.about(), 1L, Long::sum);
            events.add(new Event(
                    newId(),
                    type,
                    one.about(),
                    sequence,
                    EventBody.of(
                            type,
                            now,
                            slug,
                            one.about(),
                            sequence,
                            EventBody.data(
                                    UUID.fromString(one.change().id()),
                                    one.type().subject().members(),
                                    one.values(),
                                    one.type().moved(one.change())))));
        }
        send(tenant, events, now, null);
    }

    /// A ping for one webhook, whatever it chose to hear of; in the caller's transaction.
    /// @return  its delivery
    UUID ping(TenantId tenant, UUID webhook) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Thing about = new Thing("webhook", webhook);
        long sequence = Optional.ofNullable(
                        outbox.number(tenant, Map.of(about, 1L)).get(about))
                .orElse(1L);
        ObjectNode data = JsonNodeFactory.instance.objectNode().put("id", webhook.toString());
        String body = EventBody.of(EventType.PING, now, tenants.find(tenant).slug(), about, sequence, data);
        return send(tenant, List.of(new Event(newId(), EventType.PING, about, sequence, body)), now, webhook)
                .getFirst()
                .delivery();
    }

    private List<Addressed> send(TenantId tenant, List<Event> events, Instant now, @Nullable UUID only) {
        List<Addressed> addressed = outbox.add(tenant, events, now, only);
        Set<UUID> receivers = new LinkedHashSet<>();
        addressed.stream().filter(one -> !one.heldBack()).forEach(one -> receivers.add(one.webhook()));
        heldBack.add(addressed.stream().filter(Addressed::heldBack).count());
        receivers.forEach(webhook -> wakes.at(tenant, webhook, now));
        written.add(events.size());
        return addressed;
    }

    private static UUID newId() {
        return UuidVersion7Strategy.INSTANCE.generateUuid(null);
    }

    @Gauge(
            name = "tallygate_webhook_events",
            absolute = true,
            unit = MetricUnits.NONE,
            description = "Events written for webhooks since the start")
    public long written() {
        return written.sum();
    }

    @Gauge(
            name = "tallygate_webhooks_held_back",
            absolute = true,
            unit = MetricUnits.NONE,
            description = "Deliveries that were not queued since WebhookLimits.WAITING waited for the webhook")
    public long heldBack() {
        return heldBack.sum();
    }
}
