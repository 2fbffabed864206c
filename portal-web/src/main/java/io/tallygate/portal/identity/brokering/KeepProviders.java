package io.tallygate.portal.identity.brokering;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.portal.identity.IdentityProvider;
import io.tallygate.portal.identity.Organizations;
import io.tallygate.portal.identity.PersonSessions;
import io.tallygate.portal.identity.ProviderAway;
import io.tallygate.portal.identity.RealmAdministration;
import io.tallygate.portal.identity.store.ProviderTables;
import io.tallygate.portal.identity.store.ProviderTables.Wanted;
import io.tallygate.portal.secret.Sealing;
import io.tallygate.portal.secret.Secret;
import io.tallygate.portal.tasks.RecurringTask;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps each tenant's own providers at Keycloak as they are here, each linked to the tenant's organisation. Compares
/// what
/// is with what should be, also long after it was told, and makes up for the difference; nothing waits for Keycloak.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class KeepProviders implements RecurringTask {
    private static final Logger LOG = LoggerFactory.getLogger(KeepProviders.class);

    /// Of each kind, in one run.
    private static final int MOST = 100;

    /// What was told longer ago is looked at again, since somebody may have changed it at Keycloak.
    private static final Duration LOOKED_AT_AGAIN = Duration.ofMinutes(10);

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final String INSTANCES = "/identity-provider/instances";

    @Resource
    private ManagedExecutorService threads;

    @Inject
    private ProviderTables tables;

    @Inject
    private RealmAdministration realm;

    @Inject
    private IdentityProvider provider;

    @Inject
    private Organizations organizations;

    @Inject
    private PersonSessions sessions;

    @Inject
    private Sealing sealing;

    @Inject
    private Clock clock;

    @Override
    public String name() {
        return "keep-identity-providers";
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(30);
    }

    /// Now rather than at the next turn, without making anybody wait. The organisations go first: a provider's domains
    /// are its organisation's.
    void soon() {
        threads.execute(() -> {
            try {
                organizations.run();
                run();
            } catch (ProviderAway later) {
                LOG.info("Identity providers are kept up later: {}", later.getMessage());
            }
        });
    }

    @Override
    public synchronized void run() throws ProviderAway {
        for (String alias : tables.toRemove(MOST)) {
            sessions.endOfBroker(alias); // also where whoever removed it was cut off before that
            good(realm.delete(INSTANCES + "/" + alias), NOT_FOUND);
            tables.removed(alias);
        }
        Instant asOf = clock.instant();
        for (Wanted wanted : tables.toTell(asOf.minus(LOOKED_AT_AGAIN), MOST)) {
            tell(wanted, asOf);
        }
    }

    private void tell(Wanted wanted, Instant asOf) throws ProviderAway {
        JsonObject representation = ProviderRepresentation.of(wanted, secret(wanted), provider.issuer());
        String sha256 = Secret.sha256(representation.toString());
        RealmAdministration.Answer running = good(realm.get(INSTANCES + "/" + wanted.alias()), NOT_FOUND);
        if (running.status() == NOT_FOUND) {
            // closed until it belongs to its organisation: nobody else's people may meet it
            JsonObject closed = Json.createObjectBuilder(representation)
                    .add("enabled", false)
                    .add("hideOnLogin", true)
                    .add("config", withoutDomain(representation.getJsonObject("config")))
                    .build();
            if (!taken(wanted, realm.post(INSTANCES, closed))) {
                return;
            }
        }
        if (running.status() == NOT_FOUND || !wanted.organization().equals(wanted.linkedTo())) {
            good(
                    realm.post(
                            "/organizations/" + wanted.organization() + "/identity-providers",
                            Json.createValue(wanted.alias())),
                    CONFLICT,
                    400);
        }
        boolean same = running.status() != NOT_FOUND
                && sha256.equals(wanted.told())
                && ProviderRepresentation.isLike(representation, running.object());
        if (same || taken(wanted, realm.put(INSTANCES + "/" + wanted.alias(), representation))) {
            tables.told(wanted, sha256, asOf);
        }
    }

    /// What Keycloak does not take of one tenant must not keep the others waiting.
    private static boolean taken(Wanted wanted, RealmAdministration.Answer answer) throws ProviderAway {
        if (answer.status() / 100 == 4) {
            LOG.warn(
                    "The provider {} was not taken by Keycloak: {} {}",
                    wanted.provider(),
                    answer.status(),
                    answer.body());
            return false;
        }
        good(answer);
        return true;
    }

    private static JsonObject withoutDomain(JsonObject config) {
        return Json.createObjectBuilder(config).remove("kc.org.domain").build();
    }

    private String secret(Wanted wanted) {
        byte[] sealed = wanted.secret();
        return sealed == null ? "" : new String(sealing.open(sealed, TenantProviders.purpose(wanted.alias())), UTF_8);
    }

    private static RealmAdministration.Answer good(RealmAdministration.Answer answer, int... alsoGood)
            throws ProviderAway {
        boolean good = answer.isGood();
        for (int status : alsoGood) {
            good |= answer.status() == status;
        }
        if (!good) {
            throw new ProviderAway("an identity provider was not kept up: " + answer.status());
        }
        return answer;
    }
}
