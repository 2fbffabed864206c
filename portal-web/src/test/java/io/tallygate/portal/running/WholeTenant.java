package io.tallygate.portal.running;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.portal.identity.OwnProvider;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// A tenant with one of everything that has an address, and people of every role there.
public final class WholeTenant {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final SellingTenant shop;
    /// By the address of their list below the tenant, with `{}` for each variable: `products/{}/plans`.
    private final Map<String, String> things = new TreeMap<>();
    private final Map<String, ApiClient> staff = new LinkedHashMap<>();
    private final Map<String, ApiClient> consumers = new LinkedHashMap<>();
    private final Map<String, ApiClient.Person> staffPeople = new LinkedHashMap<>();
    private final Map<String, ApiClient.Person> consumerPeople = new LinkedHashMap<>();

    public WholeTenant(PortalWithUsage at) throws Exception {
        shop = SellingTenant.at(at);
        ApiClient owner = shop.owner();
        for (String role : List.of("owner", "admin", "publisher", "billing", "viewer")) {
            ApiClient.Person member = ApiClient.Person.named(role);
            String id =
                    id(owner.make("/members", "{\"email\":\"%s\",\"role\":\"%s\"}".formatted(member.email(), role)));
            things.put("members", id);
            staff.put(role, owner.as(member));
            staffPeople.put(role, member);
        }
        consumers.put("owner", shop.buyer());
        consumerPeople.put("owner", shop.buyerPerson());
        for (String role : List.of("developer", "billing")) {
            ApiClient.Person member = ApiClient.Person.named(role);
            String id = id(owner.make(
                    "/consumers/" + shop.consumer() + "/members",
                    "{\"email\":\"%s\",\"role\":\"%s\"}".formatted(member.email(), role)));
            things.put("consumers/{}/members", id);
            consumers.put(role, owner.as(member));
            consumerPeople.put(role, member);
        }
        oneOfEverything();
    }

    private void oneOfEverything() throws Exception {
        ApiClient owner = shop.owner();
        Instant start = Months.lastOver(BERLIN).atDay(1).atStartOfDay(BERLIN).toInstant();
        JsonNode subscription = shop.subscribe("live", start.toString());
        JsonNode key = shop.key("live");
        shop.use("live", subscription, id(key), start.plusSeconds(60), 10);
        JsonNode run = owner.make("/billing-runs", "{\"month\":\"%s\"}".formatted(Months.lastOver(BERLIN)));
        owner.send(
                "PUT",
                "/apis/" + shop.api() + "/deployments/test",
                "{\"upstream\":\"http://127.0.0.1:8501\"}",
                "If-Match",
                "*");
        things.put("apis", shop.api());
        things.put("apis/{}/deployments", "live");
        things.put("apis/{}/routing", "live");
        things.put("products", shop.product());
        things.put("products/{}/plans", shop.plan());
        things.put(
                "products/{}/plans/{}/versions",
                id(owner.make(
                        "/products/" + shop.product() + "/plans/" + shop.plan() + "/versions",
                        "{\"terms\":{\"rateCards\":[]}}")));
        things.put("consumers", shop.consumer());
        things.put("applications", shop.application());
        things.put("subscriptions", id(subscription));
        things.put("credentials", id(key));
        things.put("invoices", run.at("/invoices/0").asText());
        payAndDispute();
        things.put("tokens", id(owner.make("/tokens", "{\"name\":\"ci\"}")));
        things.put("exports", id(owner.make("/exports", "{}")));
        things.put("invitations", id(owner.make("/invitations", "{\"email\":\"a@example.com\",\"role\":\"viewer\"}")));
        things.put(
                "consumers/{}/invitations",
                id(owner.make(
                        "/consumers/" + shop.consumer() + "/invitations",
                        "{\"email\":\"b@example.com\",\"role\":\"billing\"}")));
        String domain = "d" + UUID.randomUUID().toString().substring(0, 8) + ".example";
        ObjectNode provider = new ObjectMapper()
                .createObjectNode()
                .put("kind", "saml")
                .put("name", "Staff")
                .put("metadata", OwnProvider.METADATA);
        provider.putArray("domains").add(domain);
        String made = id(owner.make("/identity-providers", provider.toString()));
        things.put("identity-providers", made);
        things.put("identity-providers/{}/domains", domain);
        things.put("settings/identity", made);
        things.put("webhooks", id(owner.make("/webhooks", "{\"url\":\"http://127.0.0.1:8501/hook\"}")));
        owner.make("/webhooks/" + things.get("webhooks") + "/test", "{}");
        things.put(
                "webhooks/{}/deliveries",
                id(owner.read("/webhooks/" + things.get("webhooks") + "/deliveries")
                        .at("/items/0")));
        things.put("meters", id(owner.make("/meters", "{\"slug\":\"calls\",\"name\":\"Calls\",\"unit\":\"call\"}")));
        things.put("event-credentials", id(owner.make("/event-credentials", "{\"name\":\"Inference\"}")));
        String letter = UUID.randomUUID().toString();
        shop.at().store().execute("""
            INSERT INTO tallygate.dead_letter (tenant, id, environment, received_at, reason, detail, original, credential,
                gateway_group, instance)
            SELECT '%s', '%s', 'live', now64(6), 'unknown-type', 'No meter counts events of this type.', '{}',
                generateUUIDv4(), 'shared', 'test'\
            """.formatted(shop.tenant(), letter));
        things.put("dead-letters", letter);
        things.put("reconciliations", id(owner.make("/reconciliations", "{}")));
        things.put("reconciliation", things.get("reconciliations"));
        things.put("usage-archives", "2026-10");
        things.put(
                "invoices/{}/credit-notes",
                id(owner.make(
                        "/invoices/" + things.get("invoices") + "/credit-notes",
                        "{\"reason\":\"Counted twice\",\"lines\":[{\"line\":1,\"amount\":\"0.01\"}]}")));
        things.put(
                "legal-entities",
                id(owner.make(
                        "/legal-entities",
                        "{\"slug\":\"acme\",\"name\":\"Acme GmbH\",\"address\":[\"Hauptstr."
                                + " 1\"],\"country\":\"DE\"}")));
        things.put(
                "tax-rules",
                id(owner.make(
                        "/tax-rules",
                        "{\"country\":\"DE\",\"name\":\"VAT\",\"percent\":\"19\",\"validFrom\":\"2026-01-01\"}")));
        things.put(
                "coupons",
                id(owner.make(
                        "/coupons",
                        "{\"code\":\"WELCOME\",\"name\":\"Welcome\",\"percent\":\"10\",\"lasts\":\"once\"}")));
        things.put("audit-events", "1");
        things.put("limits", "apis");
        things.put("me/sessions", id(owner.read("/tokens").at("/items/0"))); // nobody's: only browsers have them
    }

    private void payAndDispute() throws Exception {
        ApiClient owner = shop.owner();
        String invoice = String.valueOf(things.get("invoices"));
        things.put("invoices/{}/lines", "1");
        String call =
                id(owner.read("/invoices/" + invoice + "/lines/1/requests").at("/items/0"));
        String dispute = "{\"invoice\":\"%s\",\"line\":1,\"calls\":[\"%s\"],\"reason\":\"Twice\"}";
        things.put("disputes", id(owner.make("/disputes", dispute.formatted(invoice, call))));
        String statement =
                Base64.getEncoder().encodeToString("Date,Amount,Reference\n2026-11-05,0.01,thanks\n".getBytes(UTF_8));
        owner.make("/bank-statements", "{\"content\":\"" + statement + "\"}");
        things.put("bank-entries", id(owner.read("/bank-entries").at("/items/0")));
        owner.send(
                "PUT",
                "/payment-account",
                "{\"holder\":\"Acme\",\"iban\":\"DE89370400440532013000\"}",
                "If-Match",
                "*");
        String grant = "{\"consumer\":\"%s\",\"currency\":\"EUR\",\"name\":\"Welcome\",\"amount\":\"5\"}";
        things.put("credit-accounts/{}/grants", id(owner.make("/credit-grants", grant.formatted(shop.consumer()))));
        things.put(
                "credit-accounts",
                id(owner.read("/credit-accounts?consumer=" + shop.consumer()).at("/items/0")));
    }

    public String slug() {
        return shop.owner().tenant();
    }

    public ApiClient owner() {
        return shop.owner();
    }

    public ApiClient operator() {
        return shop.owner().withToken(RunningPortal.OPERATOR_TOKEN);
    }

    /// By role at the tenant.
    public Map<String, ApiClient> staff() {
        return staff;
    }

    /// By role at one consumer of the tenant.
    public Map<String, ApiClient> consumers() {
        return consumers;
    }

    /// Who signs in as whom at the tenant.
    public Map<String, ApiClient.Person> staffPeople() {
        return staffPeople;
    }

    public Map<String, ApiClient.Person> consumerPeople() {
        return consumerPeople;
    }

    public Map<String, String> things() {
        return things;
    }

    private static String id(JsonNode made) {
        return made.path("id").asText();
    }
}
