package io.tallygate.portal.routing;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.outbound.OutboundWall;
import io.tallygate.portal.outbound.RefusedAddress;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// What no schema can say of a policy's configuration: whom it names is the tenant's, what it makes gateways fetch may
/// be fetched, and no key that signs is in it.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class PolicyRules {
    /// Members of a JWK that are secret (RFC 7518, 6.2.2, 6.3.2 and 6.4).
    private static final Set<String> SECRET = Set.of("k", "d", "p", "q", "dp", "dq", "qi", "oth");

    @Inject
    private TenantTransactions transactions;

    @Inject
    @ConfigProperty(name = "TALLYGATE_OUTBOUND_ALLOW")
    private Optional<String> allowed;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// @param config  as the kind's schema has it
    void check(InputCheck check, String pointer, TenantId tenant, String kind, JsonObject config) {
        Map<String, UUID> applications = new LinkedHashMap<>();
        Map<String, UUID> consumers = new LinkedHashMap<>();
        switch (kind) {
            case "jwt" -> issuers(check, pointer, config);
            case "access" -> {
                ids(check, pointer + "/consumers", config.getJsonObject("consumers"), consumers);
                ids(check, pointer + "/applications", config.getJsonObject("applications"), applications);
            }
            case "any-caller" -> {
                JsonArray of = config.getJsonArray("of");
                for (int index = 0; index < of.size(); index++) {
                    JsonObject member = of.getJsonObject(index);
                    if (member.getString("policy").equals("jwt")
                            && member.get("config") instanceof JsonObject inner
                            && inner.get("issuers") instanceof JsonArray) {
                        issuers(check, pointer + "/of/" + index + "/config", inner);
                    }
                }
            }
            case "mirror" -> upstream(check, pointer + "/upstream", tenant, config.get("upstream"));
            default -> {}
        }
        if (config.get("anonymous") instanceof JsonObject anonymous) {
            id(check, pointer + "/anonymous/consumer", anonymous.get("consumer"), consumers);
            id(check, pointer + "/anonymous/application", anonymous.get("application"), applications);
        }
        known(check, tenant, "Application", applications);
        known(check, tenant, "Consumer", consumers);
    }

    private void issuers(InputCheck check, String pointer, JsonObject config) {
        JsonArray issuers = config.getJsonArray("issuers");
        for (int index = 0; index < issuers.size(); index++) {
            if (!(issuers.get(index) instanceof JsonObject issuer)) {
                continue;
            }
            String at = pointer + "/issuers/" + index;
            String address = RoutingCheck.text(issuer, "jwksUri");
            if (address != null) {
                try {
                    OutboundWall.allowing(allowed.orElse("")).checkAddress(address);
                } catch (RefusedAddress refused) {
                    check.refuse(at + "/jwksUri", refused.reason());
                }
            }
            if (issuer.get("keys") instanceof JsonArray keys) {
                for (int key = 0; key < keys.size(); key++) {
                    if (keys.get(key) instanceof JsonObject jwk
                            && SECRET.stream().anyMatch(jwk::containsKey)) {
                        check.refuse(at + "/keys/" + key, because("Public keys only: what signs stays where it is."));
                    }
                }
            }
        }
    }

    private static void ids(InputCheck check, String pointer, @Nullable JsonObject lists, Map<String, UUID> found) {
        if (lists == null) {
            return;
        }
        for (String list : List.of("allow", "deny")) {
            JsonArray ids = lists.getJsonArray(list);
            for (int index = 0; ids != null && index < ids.size(); index++) {
                id(check, pointer + "/" + list + "/" + index, ids.get(index), found);
            }
        }
    }

    private static void id(InputCheck check, String pointer, @Nullable JsonValue value, Map<String, UUID> found) {
        if (value == null) {
            return;
        }
        try {
            String text = value instanceof JsonString string ? string.getString() : "";
            if (text.length() == 36) {
                found.put(pointer, UUID.fromString(text));
                return;
            }
        } catch (IllegalArgumentException malformed) {
            // refused below
        }
        check.refuse(pointer, because("Must be an id."));
    }

    /// An upstream is known by its API's id, or by that of the API's deployment in test.
    void upstream(InputCheck check, String pointer, TenantId tenant, @Nullable JsonValue upstream) {
        Map<String, UUID> ids = new LinkedHashMap<>();
        id(check, pointer, upstream, ids);
        InputCheck live = new InputCheck();
        InputCheck test = new InputCheck();
        known(live, tenant, "Api", ids);
        known(test, tenant, "ApiDeployment", ids);
        if (live.isWrong() && test.isWrong()) {
            live.into(check, "");
        }
    }

    private void known(InputCheck check, TenantId tenant, String entity, Map<String, UUID> ids) {
        if (ids.isEmpty()) {
            return;
        }
        Set<UUID> known = transactions.inTenant(
                tenant,
                () -> Set.copyOf(
                        entities.createQuery("select e.id from " + entity + " e where e.id in :ids", UUID.class)
                                .setParameter("ids", Set.copyOf(ids.values()))
                                .getResultList()));
        ids.forEach((pointer, id) -> {
            if (!known.contains(id)) {
                check.refuse(pointer, because("There is none of this id."));
            }
        });
    }
}
