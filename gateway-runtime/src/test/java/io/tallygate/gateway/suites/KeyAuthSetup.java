package io.tallygate.gateway.suites;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.running.PortalFeed;
import io.tallygate.gateway.running.RunningGateway;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// A row's configuration as routes, credentials and subscriptions of the feed. Each has a route and keys of its own;
/// the
/// same key of a table is the same minted key wherever it appears in a row.
final class KeyAuthSetup {
    /// Lifetimes and waits of the table are shortened alike.
    static final int FASTER = 10;

    private final RunningGateway gateway;
    private final UUID upstream;
    private final Map<JsonNode, Configured> known = new LinkedHashMap<>();
    private final Map<String, UUID> consumers = new HashMap<>();

    /// @param path  of its route
    /// @param keys  of the table, and those that were minted for them
    record Configured(String path, Map<String, String> keys) {
        String minted(String text) {
            String minted = text;
            for (Map.Entry<String, String> key : keys.entrySet()) {
                minted = minted.equals(key.getKey())
                        ? key.getValue()
                        : minted.replaceAll("=" + key.getKey() + "(?=&|$)", "=" + key.getValue());
            }
            return minted;
        }
    }

    KeyAuthSetup(RunningGateway gateway, UUID upstream) {
        this.gateway = gateway;
        this.upstream = upstream;
    }

    Configured of(JsonNode config) {
        return known.computeIfAbsent(config, this::configure);
    }

    private Configured configure(JsonNode config) {
        int number = known.size() + 1;
        Map<String, String> keys = new HashMap<>();
        for (JsonNode credential : config.path("credentials")) {
            UUID consumer = consumer(credential.path("consumer").asText());
            if (credential.has("key")) {
                String key = credential.path("key").asText();
                keys.put(key, key + "-" + number);
                String lifetime = credential.has("lifetimeSeconds")
                        ? ",'expiresAt':'%s'"
                                .formatted(Instant.now()
                                        .plusSeconds(credential
                                                        .path("lifetimeSeconds")
                                                        .asLong()
                                                / FASTER))
                        : "";
                credential(number, consumer, "'sha256':'" + PortalFeed.sha256(key + "-" + number) + "'" + lifetime);
            } else {
                String hash = PortalFeed.sha256(credential.path("basic").asText());
                credential(number + 1_000, consumer, "'kind':'basic','sha256':'" + hash + "'");
            }
        }
        String path = "/row" + number;
        gateway.feed().guarded(new UUID(11, number), path, upstream, policies(config));
        return new Configured(path, keys);
    }

    private void credential(int number, UUID consumer, String shown) {
        gateway.feed().credentialOf(new UUID(12, number), shown, applicationOf(consumer), consumer);
    }

    private static UUID applicationOf(UUID consumer) {
        return new UUID(14, consumer.getLeastSignificantBits());
    }

    /// With an application that has subscribed, unless the table says that it does not exist.
    UUID consumer(String name) {
        return consumers.computeIfAbsent(name, _ -> {
            UUID consumer = new UUID(13, consumers.size() + 1);
            if (!name.equals("does-not-exist")) {
                gateway.feed()
                        .put(
                                "subscription",
                                new UUID(15, consumer.getLeastSignificantBits()),
                                ("{'tenant':'%s','application':'%s','consumer':'%s','product':'%s','apis':['%s'],'planVersion':'%s',"
                                    + "'timeZone':'UTC','environment':'live','status':'active','startsAt':'2026-01-01T00:00:00Z'}")
                                        .formatted(
                                                PortalFeed.TENANT,
                                                applicationOf(consumer),
                                                consumer,
                                                PortalFeed.PRODUCT,
                                                PortalFeed.API,
                                                RunningGateway.PLAN_VERSION));
            }
            return consumer;
        });
    }

    private String policies(JsonNode config) {
        String key = "'names':%s,'in':%s,'hide':%s%s"
                .formatted(
                        config.path("keyNames"),
                        config.path("keyIn"),
                        config.path("hideCredentials").asBoolean(false),
                        config.has("realm") ? ",'realm':" + config.path("realm") : "");
        String anonymous = "";
        if (config.has("anonymousConsumer")) {
            UUID consumer = consumer(config.path("anonymousConsumer").asText());
            anonymous =
                    ",'anonymous':{'consumer':'%s','application':'%s'}".formatted(consumer, applicationOf(consumer));
        }
        if (config.has("orElse")) {
            return "{'policy':'any-caller','config':{'of':[{'policy':'api-key','config':{%s}},{'policy':'basic'}]%s}}"
                    .formatted(key, anonymous);
        }
        String second = config.has("alsoRequired") ? ",{'policy':'basic'}" : "";
        return "{'policy':'api-key','config':{%s%s}}%s".formatted(key, anonymous, second);
    }
}
