package io.tallygate.portal.gatewayconfig;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.secret.Sealing;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Secrets that gateways must know: sealed in all that is kept, opened on the way into the feed and nowhere else.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the field is injected by the container
public class SealedSecrets {
    private static final Logger LOG = LoggerFactory.getLogger(SealedSecrets.class);
    private static final String MARK = "sealed:";

    /// Of an upstream: no tenant writes anything there that was not sealed before.
    private static final List<List<String>> PLACES =
            List.of(List.of("credential", "value"), List.of("credential", "password"), List.of("tls", "key"));

    @Inject
    private Sealing sealing;

    /// A text that takes the secret's place in a [GatewayEntity.Upstream].
    public String seal(TenantId tenant, String secret) {
        return MARK
                + Base64.getEncoder().encodeToString(sealing.seal(secret.getBytes(UTF_8), purpose(tenant.toString())));
    }

    /// @param kind   on the wire
    /// @param value  JSON as it is kept
    /// @return       with its secrets; one that cannot be opened is empty: gateways refuse the upstream alone
    public String opened(String kind, String value) {
        if (!kind.equals(Kind.UPSTREAM.wireName()) || !value.contains('"' + MARK)) {
            return value;
        }
        try (JsonReader reader = Json.createReader(new StringReader(value))) {
            JsonObject upstream = reader.readObject();
            JsonObjectBuilder opened = Json.createObjectBuilder(upstream);
            for (String member : List.of("credential", "tls")) {
                JsonObject inner = upstream.getJsonObject(member);
                if (inner != null) {
                    opened.add(member, opened(member, inner, purpose(upstream.getString("tenant"))));
                }
            }
            return opened.build().toString();
        }
    }

    /// Whether this is what was sealed.
    public boolean holds(TenantId tenant, String sealed, String secret) {
        return MessageDigest.isEqual(open(sealed, purpose(tenant.toString())).getBytes(UTF_8), secret.getBytes(UTF_8));
    }

    private JsonObject opened(String member, JsonObject inner, String purpose) {
        JsonObjectBuilder opened = Json.createObjectBuilder(inner);
        PLACES.stream()
                .filter(place -> place.getFirst().equals(member) && inner.containsKey(place.getLast()))
                .forEach(place -> opened.add(place.getLast(), open(inner.getString(place.getLast()), purpose)));
        return opened.build();
    }

    private String open(String sealed, String purpose) {
        try {
            return new String(
                    sealing.open(Base64.getDecoder().decode(sealed.substring(MARK.length())), purpose), UTF_8);
        } catch (IllegalStateException | IllegalArgumentException unopened) {
            LOG.error("A secret of an upstream cannot be opened", unopened);
            return "";
        }
    }

    private static String purpose(String tenant) {
        return "upstream of " + tenant;
    }
}
