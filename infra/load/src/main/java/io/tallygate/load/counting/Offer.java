package io.tallygate.load.counting;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tallygate.load.feed.Entities.Change;
import io.tallygate.load.feed.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// What is called in a drill: an API of each of three tenants with three operations and a path that is none, answered
/// with one of several statuses. A *kind* of call is one tenant, operation and status, as a number from 0.
final class Offer {
    static final int TENANTS = 3;

    /// Of the service's answers, by the call's wish.
    static final int[] STATUSES = {200, 200, 200, 200, 201, 204, 302, 404, 500, 503};

    private static final String[] OPERATIONS = {"listItems", "getItem", "addItem", ""};
    private static final String[] TARGETS = {"/items?page=2", "/items/4711", "/items", "/elsewhere"};
    private static final String BODY = "{\"name\":\"a thing\",\"size\":12}";
    private static final int TENANT_IDS = 100;

    private Offer() {}

    static int kinds() {
        return TENANTS * OPERATIONS.length * STATUSES.length;
    }

    /// The kinds that differ in nothing that is counted are one.
    /// @return  -1 when no call is like that
    static int kind(long tenantLow, String operation, int status) {
        int tenant = (int) (tenantLow - TENANT_IDS);
        for (int o = 0; o < OPERATIONS.length; o++) {
            for (int s = 0; s < STATUSES.length; s++) {
                if (OPERATIONS[o].equals(operation) && STATUSES[s] == status && tenant >= 0 && tenant < TENANTS) {
                    return number(tenant, o, s);
                }
            }
        }
        return -1;
    }

    private static int number(int tenant, int operation, int status) {
        return (tenant * OPERATIONS.length + operation) * STATUSES.length + status;
    }

    static int status(int kind) {
        return STATUSES[kind % STATUSES.length];
    }

    static int withStatus(int kind, int status) {
        int operation = kind / STATUSES.length % OPERATIONS.length;
        return kind(TENANT_IDS + kind / STATUSES.length / OPERATIONS.length, OPERATIONS[operation], status);
    }

    static String text(int kind) {
        int operation = kind / STATUSES.length % OPERATIONS.length;
        return "tenant " + kind / STATUSES.length / OPERATIONS.length + ", operation \"" + OPERATIONS[operation]
                + "\", status " + status(kind);
    }

    /// The whole request.
    static byte[] request(int kind) {
        int tenant = kind / STATUSES.length / OPERATIONS.length;
        int operation = kind / STATUSES.length % OPERATIONS.length;
        boolean adds = OPERATIONS[operation].equals("addItem");
        return ((adds ? "POST" : "GET") + " /t" + tenant + TARGETS[operation]
                        + " HTTP/1.1\r\nHost: drill\r\nX-API-Key: "
                        + Keys.key(TENANT_IDS + tenant) + "\r\nX-Want: " + status(kind) + "\r\n"
                        + (adds ? "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY : "\r\n"))
                .getBytes(ISO_8859_1);
    }

    static UUID tenant(int number) {
        return new UUID(1, TENANT_IDS + number);
    }

    static UUID subscription(int tenant) {
        return new UUID(8, TENANT_IDS + tenant);
    }

    /// Opens the events address for the tenant.
    static String eventCredential(int tenant) {
        return Keys.key(2 * TENANT_IDS + tenant);
    }

    /// What the gateways are told.
    /// @param port  of the service
    static List<Change> entities(int port) {
        List<Change> all = new ArrayList<>();
        for (int tenant = TENANT_IDS; tenant < TENANT_IDS + TENANTS; tenant++) {
            String of = "{\"tenant\":\"" + new UUID(1, tenant) + "\",";
            String caller =
                    "\"application\":\"" + new UUID(9, tenant) + "\",\"consumer\":\"" + new UUID(10, tenant) + "\"";
            String live = ",\"environment\":\"live\"";
            all.add(new Change(
                    "upstream",
                    new UUID(2, tenant),
                    of + "\"scheme\":\"http\",\"targets\":[{\"host\":\"127.0.0.1\",\"port\":" + port
                            + ",\"weight\":1}],\"basePath\":\"\",\"connectTimeoutMillis\":2000,"
                            + "\"responseTimeoutMillis\":30000}"));
            all.add(new Change(
                    "plan-version",
                    new UUID(3, tenant),
                    of + "\"plan\":\"" + new UUID(13, tenant) + "\",\"planName\":\"Drill\","
                            + "\"rateLimit\":{\"calls\":1000000,\"seconds\":1}}"));
            all.add(new Change(
                    "route",
                    new UUID(4, tenant),
                    of + "\"tenantSlug\":\"drill\"" + live + ",\"api\":\"" + new UUID(5, tenant)
                            + "\",\"apiVersion\":\"" + new UUID(6, tenant) + "\",\"hosts\":[],\"path\":\"/t"
                            + (tenant - TENANT_IDS) + "\",\"methods\":[],\"stripPath\":true,\"upstream\":\""
                            + new UUID(2, tenant) + "\",\"authentication\":\"api-key\",\"metered\":true,"
                            + "\"policies\":[],\"operations\":["
                            + "{\"id\":\"listItems\",\"method\":\"GET\",\"path\":\"/items\"},"
                            + "{\"id\":\"addItem\",\"method\":\"POST\",\"path\":\"/items\"},"
                            + "{\"id\":\"getItem\",\"method\":\"GET\",\"path\":\"/items/{id}\"}]}"));
            all.add(new Change(
                    "meter",
                    new UUID(14, tenant),
                    of + "\"slug\":\"drill\",\"name\":\"Drill\",\"source\":\"events\",\"eventType\":\""
                            + Tellers.TYPE
                            + "\",\"aggregation\":\"sum\",\"value\":\"/units\",\"unit\":\"unit\"}"));
            all.add(new Change(
                    "eventCredential",
                    new UUID(15, tenant),
                    of + "\"environment\":\"live\",\"sha256\":\"" + Keys.sha256(TENANT_IDS + tenant) + "\"}"));
            all.add(new Change(
                    "credential",
                    new UUID(7, tenant),
                    of + "\"environment\":\"live\",\"sha256\":\"" + Keys.sha256(tenant) + "\"," + caller + "}"));
            all.add(new Change(
                    "subscription",
                    new UUID(8, tenant),
                    of + caller + ",\"product\":\"" + new UUID(11, tenant) + "\",\"apis\":[\"" + new UUID(5, tenant)
                            + "\"],\"planVersion\":\"" + new UUID(3, tenant) + "\",\"timeZone\":\"Europe/Berlin\""
                            + live + ",\"status\":\"active\",\"startsAt\":\"2020-01-01T00:00:00Z\"}"));
        }
        return all;
    }
}
