package io.tallygate.portal.lifecycle.erase;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.audit.AuditContext;
import io.tallygate.portal.input.Reason;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.lifecycle.Suspensions;
import io.tallygate.portal.mail.Mails;
import io.tallygate.portal.tasks.Tasks;
import io.tallygate.portal.tenancy.Suspension;
import io.tallygate.portal.tenancy.Tenant;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Asks for a tenant's erasure, and takes that back in time. From asking on the tenant is suspended.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Erasures {
    /// What is said of a slug that is not the tenant's.
    public static final Reason OTHER_NAME = because("Type the tenant’s name as it stands in addresses.");

    private static final Set<String> GERMAN = Set.of("DE", "AT", "CH", "LI");

    @Inject
    private TenantTransactions transactions;

    @Inject
    private Suspensions suspensions;

    @Inject
    private Tasks tasks;

    @Inject
    private Instance<EraseTask> task;

    @Inject
    private ErasureRecords records;

    @Inject
    private ErasureTerms terms;

    @Inject
    private Mails mails;

    @Inject
    private Clock clock;

    @Inject
    @ConfigProperty(name = "TALLYGATE_PORTAL_URL", defaultValue = "http://localhost:9080")
    private String portal;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// Gateways refuse the tenant's calls as soon as this has committed. Asked again it changes nothing, but for an
    /// operator who does not want to wait.
    /// @param typed  the tenant's slug, as whoever asks has typed it
    /// @param now    without grace
    /// @throws WrongInput  when the slug is another one
    public Erasure ask(TenantId tenant, Erasure.By by, String typed, boolean now) {
        Optional<UUID> asked = transactions.inTenant(tenant, () -> {
            Tenant erased = entities.find(Tenant.class, tenant.value(), LockModeType.PESSIMISTIC_WRITE);
            if (erased == null) {
                return Optional.empty(); // it was erased while we waited for its row
            }
            return Optional.of(ask(tenant, erased, by, typed, now));
        });
        return asked.flatMap(records::find)
                .or(() -> records.done(typed.strip()))
                .orElseThrow(() -> new WrongInput("/slug", OTHER_NAME));
    }

    private UUID ask(TenantId tenant, Tenant erased, Erasure.By by, String typed, boolean now) {
        if (!typed.strip().equals(erased.slug())) {
            throw new WrongInput("/slug", OTHER_NAME);
        }
        Instant asked = clock.instant().truncatedTo(ChronoUnit.MICROS);
        TenantErasure waiting = current().orElse(null);
        if (waiting == null) {
            waiting = new TenantErasure(
                    erased.slug(),
                    asked,
                    by,
                    AuditContext.current().actor().subject(),
                    now ? asked : asked.plus(terms.grace()));
            entities.persist(waiting);
            suspensions.suspend(tenant, Suspension.Cause.ERASURE, "");
            schedule(tenant, waiting, "");
            tell(tenant, erased, waiting.dueAt());
        } else if (now && waiting.isWaiting() && asked.isBefore(waiting.dueAt())) {
            waiting.hasten(asked);
            schedule(tenant, waiting, "/now");
        }
        entities.flush();
        return waiting.id();
    }

    private void schedule(TenantId tenant, TenantErasure erasure, String rest) {
        entities.flush();
        String id = erasure.id().toString();
        tasks.later(task.get(), tenant, "erase/" + id + rest, id, erasure.dueAt());
    }

    private void tell(TenantId tenant, Tenant erased, Instant dueAt) {
        Locale language = Locale.forLanguageTag(language(erased.country()));
        String when = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(language)
                .withZone(ZoneId.of(erased.timeZone().getId()))
                .format(dueAt);
        for (Object owner : entities.createNativeQuery("select email from portal.member where role = 'owner'")
                .getResultList()) {
            mails.queue(
                    tenant,
                    (String) owner,
                    language,
                    "mail.erasure.asked",
                    erased.name(),
                    when,
                    portal + "/console/" + erased.slug() + "/settings/erase");
        }
    }

    static String language(String country) {
        return GERMAN.contains(country) ? "de" : "en";
    }

    /// The tenant is as it was before, but for suspensions of other causes.
    /// @return false when there is nothing to take back, or no more
    public boolean cancel(TenantId tenant) {
        return transactions.inTenant(tenant, () -> {
            entities.find(Tenant.class, tenant.value(), LockModeType.PESSIMISTIC_WRITE);
            Optional<TenantErasure> waiting = current();
            waiting.ifPresent(erasure -> entities.refresh(erasure, LockModeType.PESSIMISTIC_WRITE));
            if (waiting.filter(TenantErasure::isWaiting).isEmpty()) {
                return false;
            }
            waiting.orElseThrow().cancel();
            suspensions.resume(tenant, Suspension.Cause.ERASURE);
            return true;
        });
    }

    /// That of a tenant that is still there; empty when nobody asked.
    public Optional<Erasure> of(TenantId tenant) {
        Optional<UUID> id = transactions.inTenant(tenant, () -> current().map(TenantErasure::id));
        return id.flatMap(records::find);
    }

    private Optional<TenantErasure> current() {
        List<TenantErasure> found = entities.createQuery(
                        "from TenantErasure e where e.status <> 'cancelled'", TenantErasure.class)
                .getResultList();
        return found.stream().findFirst();
    }
}
