package io.tallygate.portal.deadletter;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.billing.subscription.Subscriptions;
import io.tallygate.metering.deadletter.DeadLetter;
import io.tallygate.metering.deadletter.DeadLetters;
import io.tallygate.metering.deadletter.EventRepair;
import io.tallygate.metering.meter.MeterDefinition;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.meter.DefinedMeter;
import io.tallygate.portal.meter.Meters;
import io.tallygate.portal.tenancy.TenantTransactions;
import io.tallygate.portal.usage.Usage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/// Events that could not be counted, and what is done about them. What a person does is noted and audited first, in
/// a transaction that commits when the store has taken it too: repeated after a failure it comes to the same.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class LetterDesk {
    private static final int MOST_METERS = 1_000;

    @Inject
    private Usage usage;

    @Inject
    private Meters meters;

    @Inject
    private TenantTransactions transactions;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// A letter with what became of it.
    /// @param fate  null: it waits, or a program settled it
    public record Story(DeadLetter letter, @Nullable LetterFate fate) {}

    /// Newest first.
    public DeadLetters.Page list(TenantId tenant, DeadLetters.Wanted wanted, int limit, @Nullable String cursor) {
        return usage.letters().list(tenant, wanted, limit, cursor);
    }

    /// How many wait, by reason.
    public Map<String, Long> waiting(TenantId tenant) {
        return usage.letters().waiting(tenant);
    }

    public Optional<Story> find(TenantId tenant, UUID id) {
        return usage.letters()
                .find(tenant, id)
                .map(letter -> new Story(
                        letter, transactions.inTenant(tenant, () -> fate(id)).orElse(null)));
    }

    private Optional<LetterFate> fate(UUID letter) {
        return entities.createQuery("from LetterFate f where f.letterId = :letter", LetterFate.class)
                .setParameter("letter", letter)
                .getResultStream()
                .findFirst();
    }

    /// Counts the event after all, at the time that it tells.
    /// @param text  as it is written anew, a CloudEvent in JSON; null: as it came
    /// @return      empty when there is no such letter
    /// @throws WrongInput      when it cannot be counted like this either
    /// @throws SettledAlready  when it was counted or given up before
    public Optional<Story> replay(TenantId tenant, UUID id, @Nullable String text) {
        return settle(tenant, id, letter -> {
            EventRepair.Judged judged = repair(tenant, letter).judge(text == null ? letter.original() : text);
            if (judged.event() == null) {
                throw new WrongInput(
                        "/event",
                        because(
                                "It cannot be counted like this ({0}): {1}",
                                String.valueOf(judged.reason()), String.valueOf(judged.detail())));
            }
            LetterFate fate = note(letter, "replayed", null, text != null && !text.equals(letter.original()));
            usage.letters().count(tenant, letter, Objects.requireNonNull(judged.event()));
            return fate;
        });
    }

    /// Gives it up.
    /// @return  empty when there is no such letter
    /// @throws WrongInput      without a reason
    /// @throws SettledAlready  when it was counted or given up before
    public Optional<Story> discard(TenantId tenant, UUID id, @Nullable String reason) {
        InputCheck check = new InputCheck();
        String why = check.required("/reason", reason, 1_000);
        check.done();
        return settle(tenant, id, letter -> note(letter, "discarded", why, false));
    }

    private interface Deed {
        LetterFate on(DeadLetter letter);
    }

    private Optional<Story> settle(TenantId tenant, UUID id, Deed deed) {
        Optional<DeadLetter> found = usage.letters().find(tenant, id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        DeadLetter letter = found.get();
        if (letter.settledAt() != null) {
            throw new SettledAlready();
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        LetterFate fate = transactions.inTenant(tenant, () -> {
            LetterFate done = deed.on(letter);
            usage.letters().settle(tenant, letter, now);
            return done;
        });
        return Optional.of(new Story(usage.letters().find(tenant, id).orElse(letter), fate));
    }

    private LetterFate note(DeadLetter letter, String deed, @Nullable String reason, boolean edited) {
        LetterFate fate = new LetterFate(
                letter.id(), deed, reason, edited, clock.instant().truncatedTo(ChronoUnit.MICROS));
        try {
            entities.persist(fate);
            entities.flush();
        } catch (ConstraintViolationException settled) {
            if ("dead_letter_once".equals(settled.getConstraintName())) {
                throw new SettledAlready();
            }
            throw settled;
        }
        return fate;
    }

    /// By the meters and subscriptions of this moment, in the letter's environment. Inside the tenant's transaction.
    private EventRepair repair(TenantId tenant, DeadLetter letter) {
        List<MeterDefinition> counting = meters.list(tenant, false, null, MOST_METERS).stream()
                .map(DefinedMeter::definition)
                .filter(meter -> !meter.source().ofCalls())
                .toList();
        Subscriptions subscriptions = new Subscriptions(entities, clock);
        return new EventRepair(
                counting,
                subscription -> subscriptions
                        .find(new SubscriptionId(subscription))
                        .filter(found -> found.environment().wireName().equals(letter.environment()))
                        .isPresent(),
                clock.instant());
    }
}
