package io.tallygate.portal.routing;

import io.tallygate.portal.gatewayconfig.GatewayGroups;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The kinds of policies: the gateway's own, which the contract lists, so that none needs to run, and those that
/// operators have added to gateways, which these report.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the field is injected by the container
public class PolicyKinds {
    private final List<PolicyKind> builtIn = contract();

    @Inject
    private GatewayGroups groups;

    /// By name.
    public List<PolicyKind> all() {
        List<PolicyKind> all = new ArrayList<>(builtIn);
        all.addAll(added());
        all.sort(Comparator.comparing(PolicyKind::name));
        return all;
    }

    public Optional<PolicyKind> find(String name) {
        return named(builtIn, name).or(() -> named(added(), name));
    }

    private static Optional<PolicyKind> named(List<PolicyKind> kinds, String name) {
        return kinds.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }

    private List<PolicyKind> added() {
        return groups.addedPolicies().stream()
                .map(PolicyKinds::read)
                .filter(kind -> named(builtIn, kind.name()).isEmpty())
                .toList();
    }

    private static PolicyKind read(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            JsonObject kind = reader.readObject();
            return new PolicyKind(
                    kind.getString("policy"),
                    kind.getInt("order", 300),
                    kind.get("schema") instanceof JsonObject schema ? schema : JsonObject.EMPTY_JSON_OBJECT,
                    kind.getString("jar"));
        }
    }

    private static List<PolicyKind> contract() {
        try (InputStream in = Objects.requireNonNull(
                        PolicyKinds.class.getResourceAsStream("/contracts/gateway-policies.json"),
                        "the contract's policies");
                JsonReader reader = Json.createReader(in)) {
            return reader.readArray().getValuesAs(JsonObject.class).stream()
                    .map(kind -> new PolicyKind(
                            kind.getString("policy"), kind.getInt("order"), kind.getJsonObject("schema"), null))
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
