package io.tallygate.gateway.policy.jwt;

import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.caller.CallerCheck;
import io.tallygate.gateway.policy.caller.CallerPolicyType;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// `jwt`
public final class JwtPolicyType extends CallerPolicyType {
    private static final int USUAL_LEEWAY = 30;
    private static final int MAX_LEEWAY = 300;

    @Override
    public String name() {
        return "jwt";
    }

    @Override
    protected String[] members() {
        return new String[] {"issuers", "upstream", "hide", "realm"};
    }

    @Override
    protected CallerCheck check(PolicyConfiguration config, PolicyEnvironment environment) {
        List<Issuer> issuers = new ArrayList<>();
        for (PolicyConfiguration issuer : config.objects(
                "issuers",
                "issuer",
                "jwksUri",
                "refetchSeconds",
                "keys",
                "algorithms",
                "types",
                "audiences",
                "client",
                "scopeClaim",
                "scopes",
                "claims",
                "leewaySeconds")) {
            issuers.add(issuer(issuer, environment));
        }
        if (issuers.isEmpty()) {
            throw config.wrong("issuers", "is empty");
        }
        Map<String, FieldName> upstream = new HashMap<>();
        texts(config, "upstream").forEach((claim, name) -> upstream.put(claim, FieldName.of(name)));
        return new TokenCheck(
                issuers, upstream, config.bool("hide", false), realm(config, environment), environment.claims());
    }

    private static Issuer issuer(PolicyConfiguration config, PolicyEnvironment environment) {
        Set<Algorithm> algorithms = algorithms(config);
        Keys keys = keys(config, environment);
        if (keys instanceof Keys.Inline(KeySet inline)) {
            boolean symmetric = algorithms.stream().anyMatch(Algorithm::isSymmetric);
            boolean asymmetric = !algorithms.stream().allMatch(Algorithm::isSymmetric);
            if (symmetric && (asymmetric || inline.hasPublic()) || inline.hasSymmetric() && !symmetric) {
                throw config.wrong("algorithms", "do not fit the keys: a secret and a public key are never mixed");
            }
        } else if (algorithms.stream().anyMatch(Algorithm::isSymmetric)) {
            throw config.wrong("algorithms", "holds one whose key is never published");
        }
        PolicyConfiguration client = config.object("client", "claim", "required");
        Set<String> types = new TreeSet<>();
        config.texts("types").forEach(type -> types.add(Objects.requireNonNullElse(TokenType.normal(type), "")));
        return new Issuer(
                config.text("issuer"),
                keys,
                algorithms,
                types,
                new TreeSet<>(config.texts("audiences")),
                config.has("client") ? client.text("claim") : null,
                client.bool("required", true),
                config.text("scopeClaim", "scope"),
                new TreeSet<>(config.texts("scopes")),
                texts(config, "claims"),
                config.number("leewaySeconds", USUAL_LEEWAY, 0, MAX_LEEWAY));
    }

    private static Set<Algorithm> algorithms(PolicyConfiguration config) {
        Set<Algorithm> algorithms = EnumSet.noneOf(Algorithm.class);
        for (String name : config.texts("algorithms")) {
            Algorithm algorithm = Algorithm.of(name);
            if (algorithm == null) {
                throw config.wrong("algorithms", "holds one that is not known: " + name);
            }
            algorithms.add(algorithm);
        }
        if (algorithms.isEmpty()) {
            throw config.wrong("algorithms", "is empty: how tokens are signed must be said");
        }
        return algorithms;
    }

    private static Keys keys(PolicyConfiguration config, PolicyEnvironment environment) {
        if (config.has("keys") == config.has("jwksUri")) {
            throw config.wrong("keys", "or jwksUri must be there, and not both");
        }
        if (config.has("keys")) {
            if (!config.raw("keys").isArray()) {
                throw config.wrong("keys", "is not a list");
            }
            KeySet inline = KeySet.inline(config.raw("keys"));
            if (inline.isEmpty()) {
                throw config.wrong("keys", "is empty");
            }
            return new Keys.Inline(inline);
        }
        URI address = address(config.text("jwksUri"));
        if (address == null) {
            throw config.wrong("jwksUri", "is not the address of a document");
        }
        long interval = config.number("refetchSeconds", 2, 1, 3_600) * 1_000_000_000L;
        return new Keys.Remote(environment
                .surroundings()
                .shared(KeySources.class, KeySources::new)
                .of(address, interval));
    }

    private static @Nullable URI address(String text) {
        try {
            URI address = URI.create(text);
            boolean http =
                    "https".equalsIgnoreCase(address.getScheme()) || "http".equalsIgnoreCase(address.getScheme());
            boolean plain = address.getRawUserInfo() == null && address.getRawFragment() == null;
            return http && plain && address.getHost() != null ? address : null;
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /// An object whose members are all texts.
    private static Map<String, String> texts(PolicyConfiguration config, String name) {
        List<String> names = new ArrayList<>();
        config.raw(name).fieldNames().forEachRemaining(names::add);
        PolicyConfiguration members = config.object(name, names.toArray(String[]::new));
        Map<String, String> texts = new HashMap<>();
        names.forEach(member -> texts.put(member, members.text(member)));
        return texts;
    }
}
