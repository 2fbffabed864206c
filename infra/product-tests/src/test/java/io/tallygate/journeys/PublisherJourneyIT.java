package io.tallygate.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The publisher's way: from an OpenAPI document to an API that is served and sold, and what is said when the input is
/// wrong.
@ExtendWith({RunningStack.Shared.class, Visitors.Shared.class})
class PublisherJourneyIT {
    private static final Duration PUBLISHED_TO_SERVED = Duration.ofSeconds(2);
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(1);

    @Test
    void an_owner_publishes_an_api_sells_it_and_the_gateway_serves_it(RunningStack stack, Visitors visitors)
            throws Exception {
        String unique = Long.toString(System.currentTimeMillis(), 36);
        String path = "/acme/tides-" + unique;
        GatewayCaller program = new GatewayCaller(stack.gateway());
        try (OwnUpstream upstream = OwnUpstream.start(stack)) {
            Visitor lena = visitors.arrive("publisher");
            lena.open("/console/acme/");
            lena.signIn(stack.demo("ownerUser"), stack.demo("ownerPassword"));
            lena.seesHeading("Acme Parcels at a glance");

            imports(lena, "Tides " + unique, "/tides-" + unique);
            lena.press("Publish");
            lena.sees("Please name the upstream first");
            lena.fill("Upstream", "not an address");
            lena.press("Save");
            refusedAt(lena, "Upstream");
            lena.fill("Upstream", upstream.address());
            lena.press("Save");
            lena.sees("Saved.");
            assertThat(program.call(path + "/stations").statusCode())
                    .as("not published")
                    .isEqualTo(404);
            long publish = System.nanoTime();
            lena.press("Publish");
            HttpResponse<String> keyless = Patience.within(
                    PUBLISHED_TO_SERVED,
                    publish,
                    "a published API is served",
                    () -> program.call(path + "/stations"),
                    answer -> answer.statusCode() != 404);
            assertThat(keyless.statusCode()).isEqualTo(401);
            assertThat(keyless.body()).contains("/problems/missing-api-key");
            lena.sees("is published. The gateway serves it within two seconds.");
            lena.sees("The gateway serves it at this address.");
            lena.screenshot("published");

            String product = sells(lena, "Tides " + unique);
            String key = keyOfASubscriber(stack, product);
            HttpResponse<String> served = Patience.within(
                    PUBLISHED_TO_SERVED,
                    "a subscriber of the new plan is served",
                    () -> program.call(path + "/stations", key),
                    answer -> answer.statusCode() == 200);
            assertThat(served.body()).isEqualTo(OwnUpstream.BODY);
            assertThat(upstream.received())
                    .as("calls without a valid key never reach the upstream")
                    .hasSize(1);
            Map<String, List<String>> seen = upstream.received().getFirst();
            assertThat(seen.get("X-request-id"))
                    .containsExactly(served.headers().firstValue("X-Request-Id").orElseThrow());
            assertThat(seen).as("the key stays at the gateway").doesNotContainKey("X-api-key");

            lena.read("/console/acme/apis");
            lena.follow("Tides " + unique);
            long unpublish = System.nanoTime();
            lena.press("Unpublish");
            Patience.within(
                    PUBLISHED_TO_SERVED,
                    unpublish,
                    "an unpublished API is gone",
                    () -> program.call(path + "/stations", key),
                    answer -> answer.statusCode() == 404);
        }
    }

    @Test
    void a_newcomer_registers_and_founds_an_organisation_that_publishes(RunningStack stack, Visitors visitors)
            throws Exception {
        Visitor nora = visitors.arrive("founder");
        String unique = Long.toString(System.currentTimeMillis(), 36);
        nora.read("/");
        nora.follow("Publish your own APIs");
        nora.seesHeading("Publish your APIs here");
        nora.follow("Sign in and go on");
        nora.register(
                new Mailbox(stack), "nora-" + unique + "@lighthouse.example", "long enough to keep", "Nora", "Brandt");

        nora.seesHeading("Publish your APIs here");
        nora.fill("Name of the organisation", "Lighthouse " + unique);
        nora.fill("Name in addresses", stack.tenant());
        nora.field("Billing country").selectOption("DE");
        nora.press("Register the organisation");
        refusedAt(nora, "Name in addresses");
        nora.screenshot("taken");
        nora.fill("Name in addresses", "lighthouse-" + unique);
        nora.press("Register the organisation");
        nora.seesHeading("Lighthouse " + unique + " at a glance");
        nora.sees("is registered, and you own it. Here are the first steps.");
        nora.screenshot("founded");
        nora.follow("APIs");
        nora.follow("Import an API");
        nora.seesHeading("Import an API");
        Visitor stranger = visitors.arrive("stranger");
        stranger.read("/p/lighthouse-" + unique + "/");
        stranger.sees("Nothing published yet");
    }

    @Test
    void a_broken_document_is_refused_with_a_pointer_and_a_sentence(RunningStack stack, Visitors visitors)
            throws Exception {
        Visitor lena = visitors.arrive("broken-document");
        lena.open("/console/acme/apis/new");
        lena.signIn(stack.demo("ownerUser"), stack.demo("ownerPassword"));

        lena.press("Import");
        lena.sees("Please choose a file, paste the document or say where it is.");

        uploads(lena, "nowhere.json", """
            {"openapi": "3.1.0", "info": {"title": "Nowhere", "version": "1"},
             "paths": {"/things": {"get": {"responses": {"200": {"description": "ok",
               "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}}}}},
             "components": {"schemas": {"Other": {"type": "string"}}}}
            """);
        refusedAt(lena, "Upload a file", "/paths/~1things/get/responses/200", "#/components/schemas/Thing");
        lena.screenshot("broken-document");

        uploads(lena, "bomb.yaml", yamlBomb());
        refusedAt(lena, "Upload a file", "#/a", "aliases");
        uploads(lena, "list.json", "[1, 2]");
        refusedAt(lena, "Upload a file", "is a list");
        uploads(lena, "comma.json", "{\"openapi\": \"3.0.0\", }");
        refusedAt(lena, "Upload a file", "line 1, column");
        uploads(lena, "large.yaml", "# " + "x".repeat(3 * 1024 * 1024));
        refusedAt(lena, "Upload a file", "3 MiB");
    }

    @Test
    void a_wrong_price_quota_or_rate_is_refused_at_its_field_and_nothing_is_sold(RunningStack stack, Visitors visitors)
            throws Exception {
        Visitor lena = visitors.arrive("wrong-plan");
        lena.open("/console/acme/products");
        lena.signIn(stack.demo("ownerUser"), stack.demo("ownerPassword"));
        lena.follow("Parcels");
        String price = "Price of one answered call, in EUR";
        String quota = "Calls a month at most";
        int plansBefore = lena.page.locator("li.plan").count();

        lena.press("Publish plan");
        refusedAt(lena, price, "Please fill this in.");
        refusedAt(lena, "Name", "Please fill this in.");
        for (String[] wrong : new String[][] {
            {price, "cheap", "Please write a number such as 0.002"},
            {price, "-0.01", "Less than zero is not possible here."},
            {price, "0.0000000000001", "At most 12 digits may follow the decimal point."},
            {price, "1.000,5", "Please write a number such as 0.002"},
            {quota, "0", "Please choose a number from 1 to"},
            {quota, "-5", "Please write a whole number"},
            {quota, "1.5", "Please write a whole number"},
            {quota, "lots", "Please write a whole number"},
            {"Calls at most", "0", "Please choose a number from 1 to"},
            {"in seconds", "never", "Please write a whole number"},
        }) {
            lena.fill("Name", "Refused");
            lena.fill(price, "0.002");
            lena.fill(quota, "1000");
            lena.fill("Calls at most", "10");
            lena.fill("in seconds", "1");
            lena.fill(wrong[0], wrong[1]);
            lena.press("Publish plan");
            refusedAt(lena, wrong[0], wrong[2]);
            assertThat(lena.field(wrong[0])).hasValue(wrong[1]);
            assertThat(lena.page.locator("[aria-invalid=true]")).hasCount(1);
        }
        lena.screenshot("wrong-plan");
        lena.read(lena.page.url().substring(stack.portal().length()).replaceAll("/plans$", ""));
        assertThat(lena.page.locator("li.plan")).hasCount(plansBefore);
    }

    private static void imports(Visitor lena, String title, String basePath) {
        lena.follow("APIs");
        lena.follow("Import an API");
        lena.fill("Path at the gateway", basePath);
        uploads(lena, "tides.yaml", """
            openapi: 3.1.0
            info: {title: %s, version: 1.0.0, description: High and low water.}
            paths:
              /stations:
                get:
                  operationId: listStations
                  summary: Where we measure
                  responses: {'200': {description: The stations}}
              /stations/{id}:
                parameters: [{name: id, in: path, required: true, schema: {type: string}}]
                get:
                  operationId: getStation
                  summary: One station
                  responses: {'200': {description: The station}}
            """.formatted(title));
        lena.seesHeading(title);
        lena.sees(title + " was imported with 2 operations.");
        assertThat(lena.row("Operations", "/stations/{id}")).containsText("One station");
        lena.screenshot("imported");
    }

    /// Chooses the file and sends the form.
    private static void uploads(Visitor lena, String name, String content) {
        lena.page
                .getByLabel("Upload a file")
                .setInputFiles(
                        new FilePayload(name, "application/octet-stream", content.getBytes(StandardCharsets.UTF_8)));
        long began = System.nanoTime();
        lena.page.waitForResponse(response -> response.request().method().equals("POST"), () -> lena.press("Import"));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        System.out.printf("%s was answered after %d ms%n", name, took.toMillis());
        assertThat(took).isLessThan(ANSWERED_WITHIN);
    }

    /// @return  the product's id
    private static String sells(Visitor lena, String name) {
        lena.follow("Products and plans");
        lena.follow("New product");
        lena.press("Create product");
        lena.sees("Please choose at least one API.");
        lena.fill("Name", name);
        lena.fill("Description", "The sea, hour by hour.");
        lena.page.getByLabel(name).check();
        lena.press("Create product");
        lena.seesHeading(name);
        lena.sees(name + " was created. Next: a plan with a price.");

        lena.fill("Name", "Harbour");
        lena.fill("Price of one answered call, in EUR", "0.0125");
        lena.fill("Description", "For harbour masters.");
        lena.fill("Calls a month at most", "5,000");
        lena.fill("Calls at most", "20");
        lena.fill("in seconds", "1");
        lena.press("Publish plan");
        lena.sees("The plan Harbour is on sale.");
        Locator plan = lena.page.locator("li.plan");
        assertThat(plan).containsText("€0.0125");
        assertThat(plan).containsText("5,000 calls a month");
        assertThat(plan).containsText("20 calls a second");
        lena.screenshot("on-sale");
        String url = lena.page.url().replaceAll("[?#].*", "");
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private static String keyOfASubscriber(RunningStack stack, String product) throws Exception {
        JsonNode plan = stack.api(stack.demo("ownerToken"))
                .get("/products/" + product + "/plans")
                .path("items")
                .path(0);
        assertThat(new BigDecimal(plan.path("unitPrice").path("amount").asText()))
                .isEqualByComparingTo("0.0125");
        ControlApi developer = stack.api(stack.demo("developerToken"));
        JsonNode application = developer.post(
                "/applications",
                ControlApi.object().put("name", "Harbour board").put("description", "Shows the tide"));
        developer.post(
                "/subscriptions",
                ControlApi.object()
                        .put("application", application.path("id").asText())
                        .put("plan", plan.path("id").asText()));
        return developer
                .post("/applications/" + application.path("id").asText() + "/credentials", ControlApi.object())
                .path("key")
                .asText();
    }

    /// The field is marked as wrong, and what is said of it stands at the field, where screen readers read it too.
    private static void refusedAt(Visitor visitor, String label, String... said) {
        Locator field = visitor.field(label);
        assertThat(field).hasAttribute("aria-invalid", "true");
        String[] describedBy = field.getAttribute("aria-describedby").split(" ");
        Locator message = visitor.page.locator("[id='" + describedBy[describedBy.length - 1] + "']");
        assertThat(message).isVisible();
        for (String part : said) {
            assertThat(message).containsText(part);
        }
        assertThat(visitor.page.getByRole(AriaRole.ALERT)).isVisible();
    }

    private static String yamlBomb() {
        StringBuilder bomb = new StringBuilder("openapi: 3.0.0\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int level = 1; level < 10; level++) {
            String alias = "*a" + (level - 1);
            bomb.append("a%d: &a%d [%s]\n".formatted(level, level, String.join(",", Collections.nCopies(10, alias))));
        }
        return bomb.toString();
    }
}
