package io.tallygate.gateway;

import io.tallygate.gateway.address.Networks;
import io.tallygate.gateway.config.ConfigurationBounds;
import io.tallygate.gateway.http.Transport;
import io.tallygate.gateway.proxy.ForwardedBesides;
import io.tallygate.gateway.proxy.TrustedProxies;
import io.tallygate.metering.clickhouse.ClickHouseSettings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What an installation says of a gateway, in environment variables. A value that cannot be used stops the start with
/// its name.
/// @param proxy           where clients call
/// @param tls             where clients call by TLS; null when there are no certificates
/// @param admin           health and metrics; keep it on loopback or a network of your own
/// @param feed            the portal's configuration feed
/// @param group           the gateway group
/// @param groupToken      the group's credential; never logged
/// @param data            journal, last good configuration and counters lie below it
/// @param outboundAllow   exact `host:port` pairs that may be called although they are not global
/// @param clickHouse      the usage store
/// @param redis           where the group's instances share the counts of limits; null: each counts alone
/// @param policies        a directory of jars with more kinds of policies; null: none
/// @param maxConnections  of clients
/// @param maxPerAddress   client connections of one address; 0: no bound of its own
/// @param maxCalls        under way at once, WebSockets among them; more are answered 503
/// @param proxies         who in front of the gateway is believed about the client
/// @param seeing          traces and the access log
/// @param besides         what upstreams are told of a call's way more than usual; null: nothing
/// @param usage           what is recorded, and on how much disk
/// @param bounds          of the configuration that is held
/// @param tuning          what an installation seldom changes
public record GatewaySettings(
        InetSocketAddress proxy,
        @Nullable TlsSettings tls,
        InetSocketAddress admin,
        URI feed,
        String group,
        String groupToken,
        Path data,
        String outboundAllow,
        ClickHouseSettings clickHouse,
        @Nullable URI redis,
        @Nullable Path policies,
        int maxConnections,
        int maxPerAddress,
        int maxCalls,
        TrustedProxies proxies,
        SeeingSettings seeing,
        @Nullable ForwardedBesides besides,
        UsageSettings usage,
        ConfigurationBounds bounds,
        GatewayTuning tuning) {

    /// @param certificates  a directory of PEM pairs
    public record TlsSettings(InetSocketAddress address, Path certificates) {}

    /// @throws IllegalArgumentException  naming the variable
    public static GatewaySettings of(Map<String, String> environment) {
        String host = text(environment, "TALLYGATE_GATEWAY_HOST", "127.0.0.1");
        return new GatewaySettings(
                new InetSocketAddress(host, number(environment, "TALLYGATE_GATEWAY_PORT", 8000, 65_535)),
                tls(environment, host),
                new InetSocketAddress(
                        text(environment, "TALLYGATE_ADMIN_HOST", "127.0.0.1"),
                        number(environment, "TALLYGATE_ADMIN_PORT", 8001, 65_535)),
                address(environment, "TALLYGATE_FEED_URL", "http://localhost:9080/gateway-feed/v1"),
                text(environment, "TALLYGATE_GROUP", "shared"),
                required(environment, "TALLYGATE_GROUP_TOKEN"),
                Path.of(text(environment, "TALLYGATE_DATA", "gateway-data")),
                text(environment, "TALLYGATE_OUTBOUND_ALLOW", ""),
                new ClickHouseSettings(
                                address(environment, "TALLYGATE_CLICKHOUSE_URL", "http://localhost:8123"),
                                text(environment, "TALLYGATE_CLICKHOUSE_DATABASE", "tallygate"),
                                text(environment, "TALLYGATE_CLICKHOUSE_USER", ""),
                                text(environment, "TALLYGATE_CLICKHOUSE_PASSWORD", ""))
                        .onCluster(text(environment, "TALLYGATE_CLICKHOUSE_CLUSTER", "")),
                text(environment, "TALLYGATE_REDIS_URL", "").isEmpty()
                        ? null
                        : address(environment, "TALLYGATE_REDIS_URL", ""),
                text(environment, "TALLYGATE_POLICIES", "").isEmpty()
                        ? null
                        : Path.of(text(environment, "TALLYGATE_POLICIES", "")),
                number(environment, "TALLYGATE_MAX_CONNECTIONS", 10_000, 1_000_000),
                number(environment, "TALLYGATE_MAX_CONNECTIONS_PER_ADDRESS", 0, 1_000_000),
                number(environment, "TALLYGATE_MAX_CALLS", 10_000, 1_000_000),
                proxies(environment),
                SeeingSettings.of(environment),
                besides(environment),
                UsageSettings.of(environment, text(environment, "TALLYGATE_GROUP", "shared")),
                bounds(environment),
                tuning(environment));
    }

    /// The notice is as long as whoever distributes calls needs to see that a gateway is not ready any more.
    private static GatewayTuning tuning(Map<String, String> environment) {
        GatewayTuning standard = GatewayTuning.standard().with(transport(environment));
        return standard.stopping(
                seconds(environment, "TALLYGATE_STOP_NOTICE_SECONDS", standard.notice()),
                seconds(environment, "TALLYGATE_DRAIN_SECONDS", standard.drain()));
    }

    private static Duration seconds(Map<String, String> environment, String name, Duration otherwise) {
        return Duration.ofSeconds(number(environment, name, (int) otherwise.toSeconds(), 3_600));
    }

    /// CIDR ranges, comma separated; which of the two fields they write, and who speaks the PROXY protocol.
    private static TrustedProxies proxies(Map<String, String> environment) {
        String field = text(environment, "TALLYGATE_FORWARDED_FIELD", "x-forwarded");
        if (!field.equals("x-forwarded") && !field.equals("forwarded")) {
            throw new IllegalArgumentException("TALLYGATE_FORWARDED_FIELD is neither x-forwarded nor forwarded");
        }
        return new TrustedProxies(
                networks(environment, "TALLYGATE_TRUSTED_PROXIES"),
                field.equals("forwarded"),
                networks(environment, "TALLYGATE_PROXY_PROTOCOL_FROM"));
    }

    private static Networks networks(Map<String, String> environment, String name) {
        try {
            return Networks.of(Stream.of(text(environment, name, "").split(","))
                    .map(String::strip)
                    .filter(range -> !range.isEmpty())
                    .toList());
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(name + ": " + wrong.getMessage(), wrong);
        }
    }

    private static Transport transport(Map<String, String> environment) {
        try {
            return Transport.named(text(environment, "TALLYGATE_TRANSPORT", ""));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("TALLYGATE_TRANSPORT: " + wrong.getMessage(), wrong);
        }
    }

    private static @Nullable ForwardedBesides besides(Map<String, String> environment) {
        int port = number(environment, "TALLYGATE_GATEWAY_PORT", 8000, 65_535);
        int tlsPort = number(environment, "TALLYGATE_TLS_PORT", 8443, 65_535);
        try {
            return ForwardedBesides.of(
                    text(environment, "TALLYGATE_FORWARDED_BESIDES", ""),
                    number(environment, "TALLYGATE_PUBLIC_PORT", port, 65_535),
                    number(environment, "TALLYGATE_PUBLIC_TLS_PORT", tlsPort, 65_535));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("TALLYGATE_FORWARDED_BESIDES: " + wrong.getMessage(), wrong);
        }
    }

    /// Where nothing is said the heap decides.
    private static ConfigurationBounds bounds(Map<String, String> environment) {
        ConfigurationBounds usual =
                ConfigurationBounds.ofHeap(Runtime.getRuntime().maxMemory());
        return new ConfigurationBounds(
                number(environment, "TALLYGATE_MAX_ROUTES", Math.min(usual.routes(), 9_999_999), 9_999_999),
                number(environment, "TALLYGATE_MAX_CREDENTIALS", Math.min(usual.credentials(), 9_999_999), 9_999_999));
    }

    public GatewaySettings with(GatewayTuning other) {
        return new GatewaySettings(
                proxy,
                tls,
                admin,
                feed,
                group,
                groupToken,
                data,
                outboundAllow,
                clickHouse,
                redis,
                policies,
                maxConnections,
                maxPerAddress,
                maxCalls,
                proxies,
                seeing,
                besides,
                usage,
                bounds,
                other);
    }

    private static @Nullable TlsSettings tls(Map<String, String> environment, String host) {
        String certificates = text(environment, "TALLYGATE_TLS_CERTIFICATES", "");
        int port = number(environment, "TALLYGATE_TLS_PORT", 8443, 65_535);
        return certificates.isEmpty()
                ? null
                : new TlsSettings(new InetSocketAddress(host, port), Path.of(certificates));
    }

    private static String text(Map<String, String> environment, String name, String otherwise) {
        String value = Objects.requireNonNullElse(environment.get(name), "").strip();
        return value.isEmpty() ? otherwise : value;
    }

    private static String required(Map<String, String> environment, String name) {
        String value = text(environment, name, "");
        if (value.isEmpty()) {
            throw new IllegalArgumentException(name + " is not set");
        }
        return value;
    }

    private static int number(Map<String, String> environment, String name, int otherwise, int most) {
        String value = text(environment, name, Integer.toString(otherwise));
        if (!value.matches("[0-9]{1,7}") || Integer.parseInt(value) > most) {
            throw new IllegalArgumentException(name + " is not a number from 0 to " + most + ": " + value);
        }
        return Integer.parseInt(value);
    }

    private static URI address(Map<String, String> environment, String name, String otherwise) {
        String value = text(environment, name, otherwise);
        try {
            return URI.create(value);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(name + " is not an address", malformed); // it may hold a password
        }
    }

    @Override
    public String toString() {
        return "gateway of group %s on %s, TLS on %s, admin on %s, data in %s"
                .formatted(group, proxy, tls == null ? "no port" : tls.address(), admin, data);
    }
}
