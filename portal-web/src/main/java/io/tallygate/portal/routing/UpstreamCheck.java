package io.tallygate.portal.routing;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.gatewayconfig.SealedSecrets;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.outbound.OutboundWall;
import io.tallygate.portal.outbound.RefusedAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Which rules an upstream may have. Secrets are taken out and sealed here, before anything keeps or shows them.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class UpstreamCheck {
    @Inject
    private SealedSecrets secrets;

    @Inject
    @ConfigProperty(name = "TALLYGATE_OUTBOUND_ALLOW")
    private Optional<String> allowed;

    /// @param before  with the routes that it is to have; a secret that is left out stays
    /// @param scheme  of the API's upstream address; null: nobody has said one
    Routing check(
            InputCheck check,
            String pointer,
            TenantId tenant,
            JsonValue given,
            Routing before,
            @Nullable String scheme) {
        InputCheck own = new InputCheck();
        SchemaCheck.check(own, "", RoutingCheck.UPSTREAM, given);
        own.into(check, pointer);
        if (own.isWrong()) {
            return before;
        }
        JsonObject upstream = given.asJsonObject();
        Map<String, String> sealed = new HashMap<>();
        JsonObjectBuilder kept = Json.createObjectBuilder();
        upstream.forEach((name, value) -> {
            switch (name) {
                case "targets" -> {
                    JsonArray targets = targets(check, pointer + "/targets", value.asJsonArray(), scheme);
                    if (!targets.isEmpty()) {
                        kept.add(name, targets);
                    }
                }
                case "credential" -> {
                    JsonObject credential =
                            credential(check, pointer + "/credential", tenant, value.asJsonObject(), before, sealed);
                    if (!credential.isEmpty()) {
                        kept.add(name, credential);
                    }
                }
                case "tls" ->
                    kept.add(name, tls(check, pointer + "/tls", tenant, value.asJsonObject(), before, sealed));
                default -> kept.add(name, value);
            }
        });
        return new Routing(before.routes(), kept.build(), sealed);
    }

    private JsonArray targets(InputCheck check, String pointer, JsonArray given, @Nullable String scheme) {
        JsonArrayBuilder targets = Json.createArrayBuilder();
        OutboundWall wall = OutboundWall.allowing(allowed.orElse(""));
        for (int index = 0; index < given.size(); index++) {
            JsonObject target = given.getJsonObject(index);
            String at = pointer + "/" + index + "/address";
            try {
                String address = wall.check((scheme == null ? "https" : scheme) + "://" + target.getString("address"))
                        .getRawAuthority();
                targets.add(Json.createObjectBuilder(target).add("address", address));
            } catch (RefusedAddress refused) {
                check.refuse(at, refused.reason());
            }
        }
        return targets.build();
    }

    private JsonObject credential(
            InputCheck check,
            String pointer,
            TenantId tenant,
            JsonObject given,
            Routing before,
            Map<String, String> sealed) {
        boolean header = given.containsKey("header");
        if (header == given.containsKey("user")) {
            check.refuse(pointer, because("A header, or a user: one of both."));
            return JsonValue.EMPTY_JSON_OBJECT;
        }
        String named = header ? "header" : "user";
        secret(check, pointer, tenant, given, header ? Routing.VALUE : Routing.PASSWORD, before, sealed);
        return Json.createObjectBuilder().add(named, given.getString(named)).build();
    }

    private JsonObject tls(
            InputCheck check,
            String pointer,
            TenantId tenant,
            JsonObject given,
            Routing before,
            Map<String, String> sealed) {
        if (given.containsKey("certificate")) {
            secret(check, pointer, tenant, given, Routing.KEY, before, sealed);
        }
        JsonObjectBuilder shown = Json.createObjectBuilder();
        for (String member : List.of("authorities", "certificate", "serverName")) {
            if (given.containsKey(member)) {
                shown.add(member, given.get(member));
            }
        }
        return shown.build();
    }

    private void secret(
            InputCheck check,
            String pointer,
            TenantId tenant,
            JsonObject given,
            String place,
            Routing before,
            Map<String, String> sealed) {
        String member = place.substring(place.lastIndexOf('/') + 1);
        String fresh = RoutingCheck.text(given, member);
        String had = before.sealed().get(place);
        if (fresh != null && (had == null || !secrets.holds(tenant, had, fresh))) {
            sealed.put(place, secrets.seal(tenant, fresh));
        } else if (had != null) {
            sealed.put(place, had);
        } else {
            check.refuse(pointer + "/" + member, because("This is required."));
        }
    }
}
