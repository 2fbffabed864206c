package io.tallygate.portal.state;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.state.store.Labels;
import io.tallygate.portal.tenancy.Tenant;
import io.tallygate.portal.tenancy.TenantTransactions;
import io.tallygate.portal.tenancy.Tenants;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceContext;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.exception.ConstraintViolationException;

/// The whole of a tenant as one document. An apply is one transaction: all of it is done, or nothing; where nothing
/// differs, nothing is written. Two applies at one tenant go one after the other.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class State {
    private static final int ROWS_A_BATCH = 50;

    @Inject
    private TenantTransactions transactions;

    @Inject
    private Tenants tenants;

    @Inject
    @Any
    private Instance<Section<?>> all;

    @Inject
    private Labels labels;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    private final Map<Kind, Section<?>> sections = new EnumMap<>(Kind.class);

    /// @param document  what can be applied
    /// @param tag       of the whole state, whatever part of it was asked for
    public record Dump(JsonObject document, String tag) {}

    @PostConstruct
    void findSections() {
        all.forEach(section -> sections.put(section.kind(), section));
    }

    public Dump dump(TenantId tenant, Selector selector) {
        return transactions.inTenant(tenant, () -> {
            Current current = current(tenant);
            Map<UUID, Map<String, String>> texts = new HashMap<>();
            for (Section<?> section : sections.values()) {
                texts.putAll(section.texts(
                        tenant,
                        current.objects().stream()
                                .filter(one -> one.kind() == section.kind())
                                .filter(one -> selector.fits(current.labelsOf(one)))
                                .toList()));
            }
            Tenant itself = tenants.find(tenant);
            return new Dump(new DocumentWriter(current, texts, selector).write(itself), current.tag());
        });
    }

    /// @param by  who asks, of the tenant that is meant; who may ask at all was decided before
    /// @throws WrongInput  pointing at everything that is wrong with the document
    public Comparison compare(Access by, JsonObject document, Selector selector, boolean prune) {
        return transactions.inTenant(by.tenant(), () -> {
            Current current = current(by.tenant());
            return new Comparison(
                    new Comparing(by, sections, current)
                            .compare(document, selector, prune)
                            .changes(),
                    current.tag(),
                    false);
        });
    }

    /// @param onState  is told the tag of the state that the document will be applied to, and may refuse it
    /// @throws WrongInput        pointing at everything that is wrong with the document
    /// @throws ChangedMeanwhile  when somebody else changed what the document is about at the same moment
    public Comparison apply(
            Access by, JsonObject document, Selector selector, boolean prune, Consumer<String> onState) {
        return transactions.inTenant(by.tenant(), () -> {
            waitForOthers(by.tenant());
            Current current = current(by.tenant());
            onState.accept(current.tag());
            Comparing.Outcome outcome = new Comparing(by, sections, current).compare(document, selector, prune);
            Comparison comparison = new Comparison(outcome.changes(), current.tag(), true);
            if (!outcome.changes().isEmpty()) {
                Session session = entities.unwrap(Session.class);
                Integer usual = session.getJdbcBatchSize();
                session.setJdbcBatchSize(ROWS_A_BATCH);
                try {
                    carryOut(by, outcome);
                } catch (ConstraintViolationException | OptimisticLockException overtaken) {
                    // everything was checked against what was there when the transaction began
                    throw new ChangedMeanwhile(overtaken);
                } finally {
                    session.setJdbcBatchSize(usual);
                }
            }
            return comparison;
        });
    }

    private Current current(TenantId tenant) {
        Map<UUID, Map<String, String>> carried = labels.all();
        List<Found> objects = new ArrayList<>();
        for (Section<?> section : sections.values()) {
            for (Found one : section.found(tenant)) {
                objects.add(one.labelled(carried.getOrDefault(one.id(), Map.of())));
            }
        }
        return new Current(objects);
    }

    /// The lock is the tenant's, and ends with the transaction.
    private void waitForOthers(TenantId tenant) {
        entities.createNativeQuery(
                        "select count(*) from (select pg_advisory_xact_lock(hashtextextended(:name, 0))) held")
                .setParameter("name", "tallygate.state." + tenant.value())
                .getSingleResult();
    }

    private void carryOut(Access by, Comparing.Outcome outcome) {
        for (Section<?> section : sections.values()) {
            carryOut(by, section, outcome.steps().getOrDefault(section.kind(), List.of()));
            // what is written need not be looked at again whenever something else is
            entities.flush();
            entities.clear();
        }
        for (Found object : outcome.deletions()) {
            section(object.kind()).delete(by, object);
            if (object.kind().labelled()) {
                labels.replace(object.kind().word(), object.id(), Map.of());
            }
        }
        entities.flush();
    }

    @SuppressWarnings("unchecked") // a section's steps hold what it checked itself
    private <C> void carryOut(Access by, Section<C> section, List<Step<?>> steps) {
        List<Step<C>> made = new ArrayList<>();
        List<Step<C>> changed = new ArrayList<>();
        for (Step<?> step : steps) {
            (step.before() == null ? made : changed).add((Step<C>) step);
        }
        section.change(by, changed);
        if (!made.isEmpty()) {
            section.create(by, made);
        }
        for (Step<?> step : steps) {
            Map<String, String> wanted = step.wanted().labels();
            Found before = step.before();
            if (wanted == null) {
                continue;
            }
            if (before == null) {
                labels.begin(section.kind().word(), step.wanted().id(), wanted);
            } else if (!wanted.equals(before.labels())) {
                labels.replace(section.kind().word(), before.id(), wanted);
            }
        }
    }

    private Section<?> section(Kind kind) {
        Section<?> section = sections.get(kind);
        if (section == null) {
            throw new IllegalStateException("no section for " + kind);
        }
        return section;
    }
}
