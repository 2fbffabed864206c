package io.tallygate.load.feed;

import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;

/// Entities of one tenant by number, as the feed's lines have them.
public final class Entities {
    private static final UUID TENANT = new UUID(1, 1);
    private static final UUID UPSTREAM = new UUID(2, 1);
    private static final UUID PLAN = new UUID(3, 1);
    private static final UUID PRODUCT = new UUID(3, 2);

    /// Of no call in these benchmarks, though each is counted against them.
    private static final String LIMITS =
            "\"quota\":{\"calls\":9000000000000,\"period\":\"month\"},\"rateLimit\":{\"calls\":1000000,\"seconds\":1}";

    private static final String TIMES = "\"connectTimeoutMillis\":2000,\"responseTimeoutMillis\":30000";

    private Entities() {}

    /// Something put, or taken away, before it has a revision.
    /// @param value  JSON; empty: taken away
    public record Change(String kind, UUID id, String value) {
        String line(long revision) {
            String entity = "\"revision\":" + revision + ",\"kind\":\"" + kind + "\",\"id\":\"" + id + "\"";
            return value.isEmpty()
                    ? "{\"type\":\"delete\"," + entity + "}"
                    : "{\"type\":\"put\"," + entity + ",\"value\":" + value + "}";
        }

        public Change gone() {
            return new Change(kind, id, "");
        }
    }

    public static Change upstream(int port) {
        return upstream(0, port, TIMES);
    }

    /// @param rest  of its members, at least both times
    public static Change upstream(int number, int port, String rest) {
        String target = "{\"host\":\"127.0.0.1\",\"port\":" + port + ",\"weight\":1}";
        return new Change(
                "upstream",
                upstreamId(number),
                "{" + tenant() + ",\"scheme\":\"http\",\"targets\":[" + target + "],\"basePath\":\"\"," + rest + "}");
    }

    /// With the times that are usual here.
    public static Change upstreamAt(int number, int port) {
        return upstream(number, port, TIMES);
    }

    private static UUID upstreamId(int number) {
        return number == 0 ? UPSTREAM : new UUID(2, 1 + number);
    }

    /// A metered route that takes keys and sends the client's own path on.
    public static Change route(int number, int api, String path) {
        return route(number, api, path, 0, "");
    }

    /// @param upstream  its number
    /// @param policies  JSON of each, with commas between them
    public static Change route(int number, int api, String path, int upstream, String policies) {
        return new Change(
                "route",
                new UUID(4, number),
                "{" + tenant() + ",\"tenantSlug\":\"bench\",\"environment\":\"live\",\"api\":\"" + api(api)
                        + "\",\"apiVersion\":\"" + new UUID(6, api) + "\",\"hosts\":[],\"path\":\"" + path
                        + "\",\"methods\":[],\"stripPath\":false,\"upstream\":\"" + upstreamId(upstream)
                        + "\",\"authentication\":\"api-key\",\"metered\":true,\"policies\":[" + policies
                        + "],\"operations\":["
                        + "{\"id\":\"listItems\",\"method\":\"GET\",\"path\":\"/items\"},"
                        + "{\"id\":\"getItem\",\"method\":\"GET\",\"path\":\"/items/{id}\"}]}");
    }

    /// A plan version with a rate limit and a quota, neither of which is reached.
    public static Change plan() {
        return plan(LIMITS);
    }

    /// @param limits  members of the plan version, at least one
    public static Change plan(String limits) {
        return new Change(
                "plan-version",
                PLAN,
                "{" + tenant() + ",\"plan\":\"" + new UUID(3, 3) + "\",\"planName\":\"Bench\"," + limits + "}");
    }

    /// @param key  number of the key that it is the hash of
    public static Change credential(int number, int application, int key) {
        return new Change(
                "credential",
                new UUID(7, number),
                "{" + tenant() + ",\"environment\":\"live\",\"sha256\":\"" + Keys.sha256(key) + "\","
                        + caller(application) + "}");
    }

    /// @param apis  that it covers
    public static Change subscription(int application, int... apis) {
        String covered =
                Arrays.stream(apis).mapToObj(api -> "\"" + api(api) + "\"").collect(Collectors.joining(","));
        return new Change(
                "subscription",
                new UUID(8, application),
                "{" + tenant() + "," + caller(application) + ",\"product\":\"" + PRODUCT + "\",\"apis\":[" + covered
                        + "],\"planVersion\":\"" + PLAN + "\",\"timeZone\":\"Europe/Berlin\","
                        + "\"environment\":\"live\",\"status\":\"active\",\"startsAt\":\"2026-01-01T00:00:00Z\"}");
    }

    /// The sum of a value in events.
    /// @param value  where it lies in their data
    public static Change meter(String eventType, String value) {
        return new Change(
                "meter",
                new UUID(14, 1),
                "{" + tenant() + ",\"slug\":\"bench\",\"name\":\"Bench\",\"source\":\"events\",\"eventType\":\""
                        + eventType + "\",\"aggregation\":\"sum\",\"value\":\"" + value
                        + "\",\"unit\":\"unit\"}");
    }

    /// @param key  number of the text that opens the events address
    public static Change eventCredential(int key) {
        return new Change(
                "eventCredential",
                new UUID(15, 1),
                "{" + tenant() + ",\"environment\":\"live\",\"sha256\":\"" + Keys.sha256(key) + "\"}");
    }

    private static String tenant() {
        return "\"tenant\":\"" + TENANT + "\"";
    }

    private static UUID api(int number) {
        return new UUID(5, number);
    }

    private static String caller(int application) {
        return "\"application\":\"" + new UUID(9, application) + "\",\"consumer\":\"" + new UUID(10, application)
                + "\"";
    }
}
