package io.tallygate.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/// Every page, as each of those who may see it sees it: what [PageReview] finds wrong with it fails the test.
@ExtendWith({RunningStack.Shared.class, Visitors.Shared.class})
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EveryPageIT {
    private static final int KINDS_OF_VISITORS = 5;
    private static final Set<PageReview> REVIEWS = new HashSet<>();
    private static final Set<String> REVIEWED = new HashSet<>();

    @TestFactory
    Stream<DynamicTest> what_everybody_sees(RunningStack stack, Visitors visitors) throws IOException {
        PageReview review = new PageReview(stack, visitors.arrive("public"));
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("public-landing", "/");
        pages.put("public-acme", "/p/acme/");
        pages.put("public-acme-shipping", "/p/acme/apis/shipping");
        pages.put("public-acme-tracking", "/p/acme/apis/tracking");
        pages.put("public-acme-parcels", "/p/acme/products/parcels");
        pages.put("public-nimbus", "/p/nimbus/");
        pages.put("public-nimbus-air", "/p/nimbus/apis/air");
        pages.put("public-nimbus-weather", "/p/nimbus/products/weather");
        pages.put("public-sign-up", "/sign-up");
        pages.put("public-register", "/register?return=/sign-up");
        pages.put("public-register-sent", "/register/sent?return=/sign-up");
        pages.put("public-control-api", "/api");
        pages.put("public-control-api-group", "/api/group-Tenants");
        return Stream.concat(
                each(review, pages),
                Stream.of(
                        review(review, "public-nothing-here", "/p/acme/apis/nothing-here", 404),
                        review(review, "public-no-portal", "/p/nowhere/", 404),
                        review(review, "public-sign-in-again", "/sign-in/callback", 400)));
    }

    @TestFactory
    Stream<DynamicTest> what_a_consumer_sees(RunningStack stack, Visitors visitors) throws Exception {
        Visitor jonas = visitors.arrive("consumer");
        jonas.open("/p/acme/applications");
        jonas.signIn(stack.demo("developerUser"), stack.demo("developerPassword"));
        ControlApi api = stack.api(stack.demo("developerToken"));
        String application = named(api, "/applications", "Checkout");
        String fresh = api.post("/applications", ControlApi.object().put("name", "Just begun"))
                .path("id")
                .asText();
        String plan = api.get("/subscriptions?application=" + application)
                .path("items")
                .path(0)
                .path("plan")
                .asText();
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("consumer-landing", "/");
        pages.put("consumer-applications", "/p/acme/applications");
        pages.put("consumer-application-new", "/p/acme/applications/new");
        pages.put("consumer-application", "/p/acme/applications/" + application);
        pages.put("consumer-application-begun", "/p/acme/applications/" + fresh);
        String subscription = api.get("/subscriptions?application=" + application)
                .path("items")
                .path(0)
                .path("id")
                .asText();
        pages.put("consumer-subscription", "/p/acme/applications/" + application + "/subscriptions/" + subscription);
        pages.put("consumer-plans", "/p/acme/applications/" + fresh + "/plans");
        pages.put("consumer-plans-test", "/p/acme/applications/" + fresh + "/plans?environment=test");
        pages.put("consumer-usage-test", "/p/acme/usage?environment=test");
        pages.put("consumer-subscribe", "/p/acme/subscribe?plan=" + plan);
        pages.put("consumer-usage", "/p/acme/usage");
        pages.put("consumer-usage-last-month", "/p/acme/usage?range=last-month&application=" + application);
        pages.put("consumer-usage-empty", "/p/acme/usage?application=" + fresh);
        pages.put("consumer-invoices", "/p/acme/invoices");
        pages.put("consumer-invoice", "/p/acme/invoices/" + first(api, "/invoices"));
        pages.put("consumer-invoice-line", "/p/acme/invoices/" + first(api, "/invoices") + "/lines/1");
        pages.put("consumer-credit", "/p/acme/credit");
        pages.put("consumer-join", "/p/nimbus/join");
        String consumer = first(api, "/consumers");
        pages.put("consumer-team", "/p/acme/team/" + consumer);
        pages.put(
                "consumer-team-member",
                "/p/acme/team/" + consumer + "/" + first(api, "/consumers/" + consumer + "/members"));
        pages.put("consumer-team-invitations", "/p/acme/team/" + consumer + "/invitations");
        pages.put("consumer-tokens", "/p/acme/tokens");
        pages.put("consumer-account", "/account");
        pages.put("consumer-sign-up", "/sign-up");
        PageReview review = new PageReview(stack, jonas);
        Mailbox mail = new Mailbox(stack);
        String own = invited(stack, mail, stack.demo("developerUser"));
        String another =
                invited(stack, mail, "mira-" + Long.toString(System.currentTimeMillis(), 36) + "@acme.example");
        return Stream.concat(
                each(review, pages),
                Stream.of(
                        review(review, "invitation-not-valid", "/invitations/tgi_nobody", 404),
                        review(review, "invitation-for-another", another, 409),
                        review(review, "invitation", own, 200),
                        review(review, "consumer-no-console", "/console/acme/", 404)));
    }

    /// @return  where the link leads
    private static String invited(RunningStack stack, Mailbox mail, String email) throws Exception {
        Mailbox.Mark before = mail.mark();
        stack.api(stack.demo("ownerToken"))
                .post("/invitations", ControlApi.object().put("email", email).put("role", "viewer"));
        return mail.linkTo(email, before).substring(stack.portal().length());
    }

    @TestFactory
    Stream<DynamicTest> what_a_publisher_sees(RunningStack stack, Visitors visitors) throws Exception {
        Visitor lena = owner(stack, visitors);
        ControlApi api = stack.api(stack.demo("ownerToken"));
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("publisher-landing", "/");
        pages.put("publisher-portal", "/p/acme/");
        pages.put("console-overview", "/console/acme/");
        pages.put("console-apis", "/console/acme/apis");
        pages.put("console-api-new", "/console/acme/apis/new");
        String shipping = "/console/acme/apis/" + named(api, "/apis", "Shipping");
        pages.put("console-api", shipping);
        pages.put("console-environments", shipping + "/environments");
        pages.put("console-promote", shipping + "/environments/promote?from=test");
        String routing = shipping + "/routing/live";
        api.put("/apis/" + named(api, "/apis", "Shipping") + "/routing/test", """
            {"routes":[{"name":"main","policies":[{"policy":"rate-limit","config":{"limits":[{"units":10,"seconds":1}]}},
              {"policy":"cors","config":{"origins":["https://app.example.com"]}}]},{"name":"status-page","path":"/status",
              "authentication":"none","methods":["GET"]}],"upstream":{"retries":{"attempts":2},
              "credential":{"header":"X-Inside","value":"not shown"}}}\
            """);
        pages.put("console-routing", routing);
        pages.put("console-routing-test", shipping + "/routing/test");
        pages.put("console-route", shipping + "/routing/test/routes/main");
        pages.put("console-upstream", shipping + "/routing/test/upstream");
        pages.put("console-changes", routing + "/changes");
        pages.put("console-policy", shipping + "/routing/test/routes/main/policy?at=0");
        api.get("/policies")
                .path("items")
                .forEach(kind -> pages.put(
                        "console-policy-" + kind.path("policy").asText(),
                        routing + "/routes/main/policy?kind="
                                + kind.path("policy").asText()));
        String meter = api.post(
                        "/meters",
                        ControlApi.object()
                                .put("slug", "tokens-" + Long.toString(System.currentTimeMillis(), 36))
                                .put("name", "Tokens")
                                .put("source", "events")
                                .put("eventType", "com.acme.tokens")
                                .put("value", "/usage/tokens")
                                .put("unit", "token"))
                .path("id")
                .asText();
        String secret = api.post("/event-credentials", ControlApi.object().put("name", "Inference service"))
                .path("secret")
                .asText();
        pages.put("console-meters", "/console/acme/meters");
        pages.put("console-meter-new", "/console/acme/meters/new");
        pages.put("console-meter", "/console/acme/meters/" + meter);
        pages.put("console-event-credentials", "/console/acme/event-credentials");
        pages.put("console-dead-letters", "/console/acme/dead-letters");
        pages.put("console-dead-letter", "/console/acme/dead-letters/" + deadLetter(stack, api, secret));
        pages.put("console-dead-letters-settled", "/console/acme/dead-letters?state=settled");
        String comparison =
                api.post("/reconciliations", ControlApi.object()).path("id").asText();
        pages.put("console-reconciliation", "/console/acme/reconciliation");
        pages.put("console-comparison", "/console/acme/reconciliation/" + comparison);
        pages.put("console-usage-retention", "/console/acme/usage-retention");
        pages.put("console-usage-compared", "/console/acme/usage?range=week&by=operation&compare=previous");
        String webhook = api.post(
                        "/webhooks",
                        ControlApi.object()
                                .put("url", "https://hooks.example.com/a")
                                .put("description", "The bookkeeper"))
                .path("id")
                .asText();
        String ping = api.post("/webhooks/" + webhook + "/test", ControlApi.object())
                .path("id")
                .asText();
        pages.put("console-webhooks", "/console/acme/webhooks");
        pages.put("console-webhook-new", "/console/acme/webhooks/new");
        pages.put("console-webhook", "/console/acme/webhooks/" + webhook);
        pages.put("console-webhook-delivery", "/console/acme/webhooks/" + webhook + "/deliveries/" + ping);
        pages.put("console-products", "/console/acme/products");
        pages.put("console-product-new", "/console/acme/products/new");
        String parcels = named(api, "/products", "Parcels");
        pages.put("console-product", "/console/acme/products/" + parcels);
        pages.put("console-plan-new", "/console/acme/products/" + parcels + "/rate-cards");
        String tiered = tieredPlan(api, parcels);
        pages.put("console-plan-version-new", "/console/acme/products/" + parcels + "/rate-cards/" + tiered);
        pages.put("console-plan-versions", "/console/acme/products/" + parcels + "/plan-versions/" + tiered);
        pages.put("console-consumers", "/console/acme/consumers");
        pages.put("console-consumer-new", "/console/acme/consumers/new");
        pages.put("console-consumer", "/console/acme/consumers/" + named(api, "/consumers", "Kiosk24"));
        pages.put("console-usage", "/console/acme/usage");
        pages.put("console-usage-test", "/console/acme/usage?environment=test");
        pages.put("console-invoices", "/console/acme/invoices");
        pages.put("console-invoice", "/console/acme/invoices/" + first(api, "/invoices"));
        pages.put("console-invoice-line", "/console/acme/invoices/" + first(api, "/invoices") + "/lines/1");
        pages.put("console-invoice-payments", "/console/acme/invoices/" + first(api, "/invoices") + "/payments");
        pages.put("console-credit", "/console/acme/consumers/" + first(api, "/consumers") + "/credit");
        pages.put("console-dispute", "/console/acme/disputes/" + dispute(api));
        pages.put("console-payments", "/console/acme/payments");
        pages.put("console-billing", "/console/acme/billing");
        pages.put("console-legal-entities", "/console/acme/legal-entities");
        pages.put("console-tax-rules", "/console/acme/tax-rules");
        pages.put("console-coupons", "/console/acme/coupons");
        pages.put("console-gateways", "/console/acme/gateways");
        pages.put("console-members", "/console/acme/members");
        pages.put("console-audit", "/console/acme/audit");
        pages.put("console-audit-record", "/console/acme/audit/2");
        pages.put("console-audit-nothing", "/console/acme/audit?actor=nobody-of-this-name");
        pages.put("console-state", "/console/acme/state");
        pages.put("console-roles", "/console/acme/members/roles");
        pages.put("console-member", "/console/acme/members/" + first(api, "/members"));
        pages.put("console-invitations", "/console/acme/members/invitations");
        pages.put("console-tokens", "/console/acme/tokens");
        pages.put("console-all-tokens", "/console/acme/tokens/all");
        String kiosk = named(api, "/consumers", "Kiosk24");
        pages.put("console-team", "/console/acme/consumers/" + kiosk + "/team");
        pages.put(
                "console-team-member",
                "/console/acme/consumers/" + kiosk + "/team/" + first(api, "/consumers/" + kiosk + "/members"));
        pages.put("console-team-invitations", "/console/acme/consumers/" + kiosk + "/team/invitations");
        pages.put("console-settings", "/console/acme/settings");
        pages.put("console-limits", "/console/acme/settings/limits");
        pages.put("console-export", "/console/acme/settings/export");
        pages.put("console-erase", "/console/acme/settings/erase");
        pages.put("console-identity", "/console/acme/settings/identity");
        pages.put("console-identity-provider", "/console/acme/settings/identity/" + provider(stack, api));
        return each(new PageReview(stack, lena), pages);
    }

    /// A tenant that has only just begun: what a page says when there is nothing to show yet.
    @TestFactory
    Stream<DynamicTest> what_a_new_publisher_sees(RunningStack stack, Visitors visitors)
            throws IOException, InterruptedException {
        found(stack, "fjord", "Fjord Ferries", "Fjord Ferries AS", "#b3541e", "fjf");
        Visitor lena = owner(stack, visitors);
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("empty-portal", "/p/fjord/");
        pages.put("empty-overview", "/console/fjord/");
        pages.put("empty-apis", "/console/fjord/apis");
        pages.put("empty-products", "/console/fjord/products");
        pages.put("empty-product-new", "/console/fjord/products/new");
        pages.put("empty-consumers", "/console/fjord/consumers");
        pages.put("empty-usage", "/console/fjord/usage");
        pages.put("empty-invoices", "/console/fjord/invoices");
        pages.put("empty-billing", "/console/fjord/billing");
        pages.put("empty-gateways", "/console/fjord/gateways");
        pages.put("empty-members", "/console/fjord/members");
        pages.put("empty-invitations", "/console/fjord/members/invitations");
        pages.put("empty-tokens", "/console/fjord/tokens");
        pages.put("empty-audit", "/console/fjord/audit");
        pages.put("empty-settings", "/console/fjord/settings");
        pages.put("empty-limits", "/console/fjord/settings/limits");
        pages.put("empty-export", "/console/fjord/settings/export");
        pages.put("empty-erase", "/console/fjord/settings/erase");
        pages.put("empty-identity", "/console/fjord/settings/identity");
        return each(new PageReview(stack, lena), pages);
    }

    /// A tenant that the operator suspended: every page says so.
    @TestFactory
    Stream<DynamicTest> what_a_suspended_publisher_sees(RunningStack stack, Visitors visitors)
            throws IOException, InterruptedException {
        found(stack, "hiatus", "Hiatus Maps", "Hiatus Maps AS", "#5a3ea6", "hia");
        new ControlApi(stack.portal() + "/api/v1/tenants/hiatus", stack.demo("operatorToken"))
                .post("/suspend", ControlApi.object().put("reason", "The bill is overdue"));
        new ControlApi(stack.portal() + "/api/v1/tenants/hiatus", stack.demo("operatorToken"))
                .post("/erase", ControlApi.object().put("slug", "hiatus"));
        Visitor lena = owner(stack, visitors);
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("suspended-overview", "/console/hiatus/");
        pages.put("suspended-settings", "/console/hiatus/settings");
        pages.put("suspended-erase", "/console/hiatus/settings/erase");
        pages.put("suspended-portal", "/p/hiatus/");
        return each(new PageReview(stack, lena), pages);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void no_page_is_left_out() {
        assumeThat(REVIEWS).as("all of the above ran").hasSize(KINDS_OF_VISITORS);
        assertThat(PageAddresses.all())
                .as("pages that nobody looks at here")
                .isNotEmpty()
                .filteredOn(page -> REVIEWED.stream().noneMatch(path -> PageAddresses.fits(page, path)))
                .isEmpty();
    }

    /// An event that nobody counts.
    private static String deadLetter(RunningStack stack, ControlApi api, String secret) throws Exception {
        GatewayCaller gateway = new GatewayCaller(stack.gateway());
        Patience.within(
                Duration.ofSeconds(30),
                "the gateway takes an event of a new credential",
                () -> gateway.tell(
                                secret,
                                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"inference\",\"type\":\"nobody.counts.it\","
                                    + "\"data\":{\"tokens\":\"12\"}}")
                        .statusCode(),
                status -> status == 202);
        return Patience.within(
                        Duration.ofSeconds(30),
                        "a dead letter can be read",
                        () -> api.get("/dead-letters").path("items"),
                        letters -> !letters.isEmpty())
                .get(0)
                .path("id")
                .asText();
    }

    private static Visitor owner(RunningStack stack, Visitors visitors) {
        Visitor lena = visitors.arrive("owner");
        lena.open("/console/acme/");
        lena.signIn(stack.demo("ownerUser"), stack.demo("ownerPassword"));
        return lena;
    }

    private static void found(
            RunningStack stack, String slug, String name, String legalName, String accent, String keyPrefix)
            throws IOException, InterruptedException {
        ObjectNode tenant = ControlApi.object()
                .put("slug", slug)
                .put("name", name)
                .put("legalName", legalName)
                .put("country", "NO")
                .put("timeZone", "Europe/Oslo")
                .put("currency", "NOK")
                .put("accent", accent)
                .put("keyPrefix", keyPrefix);
        tenant.putArray("address").add("Strandgaten 18").add("5013 Bergen");
        tenant.putObject("owner").put("email", stack.demo("ownerUser"));
        HttpResponse<String> answer =
                new ControlApi(stack.portal() + "/api/v1", stack.demo("operatorToken")).tryPost("/tenants", tenant);
        if (answer.statusCode() != 201) { // an earlier run on the same stack founded it
            assertThat(answer.body()).contains("This name is taken.");
        }
    }

    private static Stream<DynamicTest> each(PageReview review, Map<String, String> pages) {
        return pages.entrySet().stream().map(page -> review(review, page.getKey(), page.getValue(), 200));
    }

    private static DynamicTest review(PageReview review, String name, String path, int status) {
        REVIEWS.add(review);
        REVIEWED.add(path);
        return dynamicTest(
                name, () -> assertThat(review.of(name, path, status)).as(path).isEmpty());
    }

    private static String first(ControlApi api, String list) throws IOException, InterruptedException {
        return api.get(list).path("items").path(0).path("id").asText();
    }

    /// Of the first call of the first invoice's first line; an earlier run may have made it.
    private static String dispute(ControlApi api) throws IOException, InterruptedException {
        if (api.get("/disputes").path("items").isEmpty()) {
            String invoice = first(api, "/invoices");
            ObjectNode dispute =
                    ControlApi.object().put("invoice", invoice).put("line", 1).put("reason", "Called twice by mistake");
            dispute.putArray("calls").add(first(api, "/invoices/" + invoice + "/lines/1/requests"));
            return api.post("/disputes", dispute).path("id").asText();
        }
        return first(api, "/disputes");
    }

    /// One that speaks SAML, since its metadata can be pasted; an earlier run may have made it.
    private static String provider(RunningStack stack, ControlApi api) throws IOException, InterruptedException {
        if (api.get("/identity-providers").path("items").isEmpty()) {
            ObjectNode provider = ControlApi.object()
                    .put("kind", "saml")
                    .put("name", "Acme staff")
                    .put("metadata", OwnIdentityProvider.METADATA);
            provider.putArray("domains").add("acme-staff.example").add("a-domain-with-a-rather-long-name.example");
            String id = api.post("/identity-providers", provider).path("id").asText();
            stack.api(stack.demo("operatorToken"))
                    .post("/identity-providers/" + id + "/domains/acme-staff.example/confirm", ControlApi.object());
        }
        return first(api, "/identity-providers");
    }

    /// Sold to one consumer alone, so that the catalogue stays as it was.
    private static String tieredPlan(ControlApi api, String product) throws IOException, InterruptedException {
        String consumer = named(api, "/consumers", "Kiosk24");
        ObjectNode plan = ControlApi.object().put("name", "Tiered").put("consumer", consumer);
        plan.putObject("unitPrice").put("amount", "0.002").put("currency", "EUR");
        String made =
                api.post("/products/" + product + "/plans", plan).path("id").asText();
        ObjectNode draft = ControlApi.object().put("consumer", consumer);
        ArrayNode cards = draft.putObject("terms").putArray("rateCards");
        cards.addObject()
                .put("key", "fee")
                .put("name", "Base fee")
                .putObject("price")
                .put("model", "flat")
                .put("amount", "9.90");
        ArrayNode tiers = cards.addObject()
                .put("key", "requests")
                .put("name", "Requests")
                .put("meter", "requests")
                .put("freeUnits", "1000")
                .putObject("price")
                .put("model", "graduated")
                .putArray("tiers");
        tiers.addObject().put("upTo", "10000").put("unitAmount", "0.002");
        tiers.addObject().put("unitAmount", "0.001").put("flatAmount", "5");
        api.post("/products/" + product + "/plans/" + made + "/versions", draft);
        return made;
    }

    private static String named(ControlApi api, String list, String name) throws IOException, InterruptedException {
        for (var item : api.get(list + "?limit=200").path("items")) {
            if (item.path("name").asText().equals(name)) {
                return item.path("id").asText();
            }
        }
        throw new AssertionError("no " + name + " in " + list);
    }
}
