package io.tallygate.portal.identity;

import io.tallygate.portal.identity.store.OrganizationTables;
import io.tallygate.portal.identity.store.OrganizationTables.Member;
import io.tallygate.portal.identity.store.OrganizationTables.Unlike;
import io.tallygate.portal.tasks.RecurringTask;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps an organisation of Keycloak for each tenant, with the tenant's members in it. Compares what Keycloak was told
/// with
/// what is, and makes up for the difference: nothing waits for Keycloak, and nothing is forgotten while it is away.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Organizations implements RecurringTask {
    private static final Logger LOG = LoggerFactory.getLogger(Organizations.class);

    /// Of each kind, in one run.
    private static final int MOST = 200;

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    @Resource
    private ManagedExecutorService threads;

    @Inject
    private OrganizationTables tables;

    @Inject
    private RealmAdministration realm;

    @Override
    public String name() {
        return "keep-organizations";
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(30);
    }

    /// Now rather than at the next turn, without making anybody wait.
    public void soon() {
        threads.execute(() -> {
            try {
                run();
            } catch (ProviderAway later) {
                LOG.info("Organisations are kept up later: {}", later.getMessage());
            }
        });
    }

    @Override
    public synchronized void run() throws ProviderAway {
        for (String organization : tables.toRemove(MOST)) {
            good(realm.delete("/organizations/" + organization), NOT_FOUND);
            tables.removed(organization);
        }
        for (Unlike tenant : tables.unlike(MOST)) {
            if (tenant.organization() == null) {
                tables.made(tenant, make(tenant));
            } else if (taken(realm.put("/organizations/" + tenant.organization(), described(tenant)))) {
                tables.changed(tenant);
            }
        }
        for (Member member : tables.toAdd(MOST)) {
            // a person who is no more at the provider is nobody's member there
            good(
                    realm.post(
                            "/organizations/" + member.organization() + "/members", Json.createValue(member.subject())),
                    CONFLICT,
                    NOT_FOUND,
                    400);
            tables.added(member);
        }
        for (Member member : tables.toTakeAway(MOST)) {
            good(
                    realm.delete("/organizations/" + member.organization() + "/members/" + member.subject()),
                    NOT_FOUND,
                    400);
            tables.takenAway(member);
        }
    }

    /// A domain that has just passed from one tenant to another is free when the other one's turn has come.
    private static boolean taken(RealmAdministration.Answer answer) throws ProviderAway {
        if (answer.status() == CONFLICT || answer.status() == 400) {
            LOG.warn("An organisation was not taken as it is: {} {}", answer.status(), answer.body());
            return false;
        }
        good(answer);
        return true;
    }

    /// One that is there already was made by a run that was cut off before it was noted.
    private String make(Unlike tenant) throws ProviderAway {
        RealmAdministration.Answer answer = good(realm.post("/organizations", described(tenant)), CONFLICT);
        if (answer.status() != CONFLICT) {
            return answer.location().substring(answer.location().lastIndexOf('/') + 1);
        }
        return byAlias(tenant.slug())
                .orElseThrow(() -> new ProviderAway("an organisation %s is in the way".formatted(tenant.slug())));
    }

    private Optional<String> byAlias(String alias) throws ProviderAway {
        RealmAdministration.Answer found = good(realm.get(
                "/organizations?exact=true&search=" + URLEncoder.encode(name(alias), StandardCharsets.UTF_8)));
        return found.array().stream()
                .map(JsonValue::asJsonObject)
                .filter(organization -> alias.equals(organization.getString("alias", "")))
                .map(organization -> organization.getString("id"))
                .findFirst();
    }

    /// Names are unique at Keycloak and not here, so the slug, which is, stands for the name there.
    private static JsonObject described(Unlike tenant) {
        JsonArrayBuilder domains = Json.createArrayBuilder();
        for (String domain :
                tenant.domains().isEmpty() ? new String[0] : tenant.domains().split(",")) {
            domains.add(Json.createObjectBuilder().add("name", domain).add("verified", true));
        }
        return Json.createObjectBuilder()
                .add("domains", domains)
                .add("name", name(tenant.slug()))
                .add("alias", tenant.slug())
                .add("description", tenant.name())
                .add("enabled", true)
                .build();
    }

    private static String name(String slug) {
        return slug;
    }

    private static RealmAdministration.Answer good(RealmAdministration.Answer answer, int... alsoGood)
            throws ProviderAway {
        boolean good = answer.isGood();
        for (int status : alsoGood) {
            good |= answer.status() == status;
        }
        if (!good) {
            throw new ProviderAway("an organisation was not kept up: " + answer.status() + " " + answer.body());
        }
        return answer;
    }
}
