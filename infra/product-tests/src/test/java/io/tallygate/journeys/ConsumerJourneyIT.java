package io.tallygate.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.tallygate.journeys.Visitor.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The consumer's way: from the shop window to a key, to calls that are counted within seconds, to invoices that add
/// up.
@ExtendWith({RunningStack.Shared.class, Visitors.Shared.class})
class ConsumerJourneyIT {
    private static final String PARCEL = "/acme/tracking/parcels/ACM48210037";
    private static final String UNKNOWN_PARCEL = "/acme/tracking/parcels/unknown";
    private static final Duration SUBSCRIBED_TO_ACCEPTED = Duration.ofSeconds(2);
    private static final Duration REVOKED_TO_REFUSED = Duration.ofSeconds(2);
    private static final Duration CALL_TO_USAGE_PAGE = Duration.ofSeconds(5);

    /// What Growth costs a call.
    private static final BigDecimal PRICE = new BigDecimal("0.0035");

    /// 30 × 0.0035 = 0.105: half up it is 0.11; half even, or a double, would make 0.10 of it.
    private static final int CALLS = 30;

    @Test
    void a_developer_takes_a_key_and_finds_every_call_counted_and_priced(RunningStack stack, Visitors visitors)
            throws Exception {
        Visitor jonas = visitors.arrive("consumer");
        readsWhatIsOffered(stack, jonas);
        String application = "Labels " + Long.toString(System.currentTimeMillis(), 36);
        signsInAndCreates(stack, jonas, application);
        subscribesToGrowth(jonas);
        String key = takesAKey(jonas);
        String page = jonas.page.url();

        GatewayCaller program = new GatewayCaller(stack.gateway());
        HttpResponse<String> first = Patience.within(
                SUBSCRIBED_TO_ACCEPTED,
                "a new subscription's key is accepted",
                () -> program.call(PARCEL, key),
                answer -> answer.statusCode() == 200);
        within(jonas.page.getByRole(AriaRole.MAIN)).follow("Usage"); // this application's
        jonas.seesHeading("Usage");
        Set<String> ids = new HashSet<>(Set.of(requestId(first)));
        for (int call = 2; call <= CALLS; call++) {
            HttpResponse<String> answer = program.call(PARCEL, key);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"number\":\"ACM48210037\"", "\"place\":");
            ids.add(requestId(answer));
        }
        assertThat(ids).as("one id a call").hasSize(CALLS);
        seesCalls(jonas, CALLS, CALLS);

        HttpResponse<String> mistake = program.call(UNKNOWN_PARCEL, key);
        assertThat(mistake.statusCode()).isEqualTo(404);
        ids.add(requestId(mistake));
        seesCalls(jonas, CALLS + 1, CALLS);
        jonas.screenshot("usage");

        ControlApi api = stack.api(stack.demo("developerToken"));
        String applicationId = page.substring(page.lastIndexOf('/') + 1);
        assertThat(countedIds(api, applicationId))
                .as("counted are exactly the calls that were answered")
                .containsExactlyInAnyOrderElementsOf(ids);
        seesThisMonthsLine(jonas, application);
        previewsTheSame(api, applicationId);

        jonas.page.navigate(page);
        String last4 = key.substring(key.length() - 4);
        long revoked = System.nanoTime();
        within(jonas.row("API keys", last4)).press("Revoke " + last4);
        HttpResponse<String> refused = Patience.within(
                REVOKED_TO_REFUSED,
                revoked,
                "a revoked key is refused",
                () -> program.call(PARCEL, key),
                answer -> answer.statusCode() == 401);
        jonas.sees("is revoked; the gateway refuses it within a second.");
        assertThat(jonas.row("API keys", last4)).containsText("revoked");
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(refused.body()).contains("/problems/unknown-api-key").doesNotContain(key);
    }

    @Test
    void last_months_invoices_are_calls_times_price_and_agree_with_the_usage(RunningStack stack, Visitors visitors)
            throws Exception {
        Visitor jonas = visitors.arrive("invoices");
        jonas.open("/p/acme/invoices");
        jonas.signIn(stack.demo("developerUser"), stack.demo("developerPassword"));
        jonas.seesHeading("Invoices");
        ControlApi api = stack.api(stack.demo("developerToken"));
        JsonNode issued = api.get("/invoices").path("items");
        assertThat(issued).as("the sample's last month is closed").isNotEmpty();
        for (JsonNode each : issued) {
            jonas.read("/p/acme/invoices");
            jonas.follow(each.path("number").asText());
            jonas.seesHeading("Invoice " + each.path("number").asText());
            addsUp(jonas, api, api.get("/invoices/" + each.path("id").asText()));
            isAPdf(jonas);
        }
        jonas.screenshot("invoice");
    }

    @Test
    void a_newcomer_registers_founds_an_organisation_and_calls_within_the_same_visit(
            RunningStack stack, Visitors visitors) throws Exception {
        Visitor zoe = visitors.arrive("newcomer");
        String unique = Long.toString(System.currentTimeMillis(), 36);
        zoe.read("/p/acme/products/parcels");
        within(plan(zoe, "Starter")).follow("Choose this plan Starter");
        zoe.register(
                new Mailbox(stack), "zoe-" + unique + "@rootstock.example", "long enough to keep", "Zoe", "Albers");

        zoe.seesHeading("Register your organisation");
        zoe.screenshot("join");
        zoe.fill("Name of the organisation", "Rootstock " + unique);
        zoe.fill("Legal name", "Rootstock eG");
        zoe.fill("Address", "Am Anger 3\n99084 Erfurt");
        zoe.field("Country").selectOption("DE");
        zoe.press("Register");

        zoe.seesHeading("Subscribe to Starter");
        zoe.screenshot("subscribe");
        zoe.page.getByLabel("A new application").check();
        zoe.fill("Name of the new application", "Seed shop");
        zoe.press("Subscribe");
        zoe.seesHeading("Seed shop");
        assertThat(zoe.row("Plans", "Parcels · Starter")).containsText("active");
        String key = takesAKey(zoe);

        GatewayCaller program = new GatewayCaller(stack.gateway());
        Patience.within(
                SUBSCRIBED_TO_ACCEPTED,
                "a newcomer's key is accepted",
                () -> program.call(PARCEL, key),
                answer -> answer.statusCode() == 200);
        zoe.follow("Usage");
        seesCalls(zoe, 1, 1);
        zoe.read("/p/acme/invoices");
        zoe.sees("No invoice yet");
    }

    private static void readsWhatIsOffered(RunningStack stack, Visitor jonas) {
        jonas.read("/");
        jonas.follow("Acme Parcels");
        jonas.seesHeading("Parcels in Germany, from the quote to the door.");
        jonas.screenshot("portal");

        jonas.follow("Tracking");
        jonas.seesHeading("Tracking");
        jonas.sees(stack.gateway() + "/acme/tracking");
        Locator operation = jonas.page
                .locator("details")
                .filter(new Locator.FilterOptions().setHasText("/parcels/{number}/events"));
        operation.locator("summary").click();
        assertThat(operation).containsText("Every scan of a parcel");
        assertThat(operation).containsText("The number on the label: ACM and eight digits");
        assertThat(operation).containsText("The scans so far");
        jonas.screenshot("reference");

        jonas.follow("Plans and prices");
        jonas.seesHeading("Parcels");
        assertThat(plan(jonas, "Growth")).containsText("€0.0035");
        assertThat(plan(jonas, "Growth")).containsText("250,000 calls a month");
        assertThat(plan(jonas, "Growth")).containsText("50 calls a second");
        assertThat(plan(jonas, "Scale")).containsText("No monthly limit");
        jonas.screenshot("product");
    }

    private static void signsInAndCreates(RunningStack stack, Visitor jonas, String application) {
        jonas.follow("Applications");
        jonas.signIn(stack.demo("developerUser"), stack.demo("developerPassword"));
        jonas.seesHeading("Applications");
        jonas.sees("Checkout");
        jonas.follow("New application");
        jonas.press("Create application");
        jonas.sees("Please fill this in.");
        jonas.fill("Name", application);
        jonas.fill("What it does", "Prints labels");
        jonas.press("Create application");
        jonas.seesHeading(application);
        jonas.sees(application + " was created. Next: choose a plan.");
    }

    private static void subscribesToGrowth(Visitor jonas) {
        jonas.follow("Choose a plan");
        within(plan(jonas, "Growth")).press("Subscribe Growth");
        jonas.sees("Subscribed to");
        assertThat(jonas.row("Plans", "Parcels · Growth")).containsText("active");
        assertThat(jonas.row("Plans", "Parcels · Growth")).containsText("€0.0035");
    }

    /// A key is shown once: on the answer to the button, never again.
    private static String takesAKey(Visitor developer) {
        developer.fill("Name", "Journey");
        developer.press("Issue key");
        Locator shown = developer
                .page
                .getByRole(AriaRole.STATUS)
                .filter(new Locator.FilterOptions().setHasText("Your new key"));
        assertThat(shown).containsText("It is shown this once");
        String key = shown.locator(".secret code").innerText().strip();
        assertThat(key).matches("acme_live_[0-9A-Za-z]{38}");
        developer.screenshot("key");
        developer.page.reload();
        assertThat(developer.page.content()).doesNotContain(key);
        assertThat(developer.row("API keys", key.substring(key.length() - 4))).containsText("active");
        return key;
    }

    /// The page renews itself: nobody reloads it.
    private static void seesCalls(Visitor developer, int calls, int billable) {
        long began = System.nanoTime();
        assertThat(figure(developer, "Calls"))
                .hasText(
                        Integer.toString(calls),
                        new LocatorAssertions.HasTextOptions().setTimeout(CALL_TO_USAGE_PAGE.toMillis()));
        System.out.printf(
                "the open usage page says %d: %d ms after the last call%n",
                calls, Duration.ofNanos(System.nanoTime() - began).toMillis());
        assertThat(figure(developer, "of them billable")).hasText(Integer.toString(billable));
        assertThat(developer.page.getByRole(
                        AriaRole.IMG,
                        new Page.GetByRoleOptions()
                                .setName(Pattern.compile("^Bar chart: Calls over time, " + calls + " in all;"))))
                .isVisible();
        assertThat(developer.row("The numbers", "Sum")).containsText(Integer.toString(calls));
    }

    private static Locator figure(Visitor developer, String label) {
        return developer
                .page
                .getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Figures"))
                .locator(".figure")
                .filter(new Locator.FilterOptions()
                        .setHas(developer.page.getByText(label, new Page.GetByTextOptions().setExact(true))))
                .locator(".value");
    }

    private static Locator plan(Visitor visitor, String name) {
        return visitor.page
                .locator("li.plan")
                .filter(new Locator.FilterOptions()
                        .setHas(visitor.page.getByRole(
                                AriaRole.HEADING,
                                new Page.GetByRoleOptions().setName(name).setExact(true))));
    }

    private static String requestId(HttpResponse<String> answer) {
        return answer.headers().firstValue("X-Request-Id").orElseThrow();
    }

    private static List<String> countedIds(ControlApi api, String application) throws Exception {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = api.get("/requests?limit=20&application=" + application + cursor);
            page.path("items").forEach(item -> ids.add(item.path("id").asText()));
            String next = page.path("nextCursor").asText(null);
            cursor = next == null ? "" : "&cursor=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        } while (!cursor.isEmpty());
        return ids;
    }

    private static void seesThisMonthsLine(Visitor jonas, String application) {
        jonas.follow("Invoices");
        assertThat(jonas.row("This month so far", application).getByRole(AriaRole.CELL))
                .hasText(new String[] {"Parcels · Growth", "30", "€0.0035", "€0.11"});
        jonas.screenshot("month-so-far");
    }

    private static void previewsTheSame(ControlApi api, String application) throws Exception {
        JsonNode subscription = api.get("/subscriptions?application=" + application)
                .path("items")
                .path(0);
        JsonNode preview = api.get(
                "/invoices/preview?subscription=" + subscription.path("id").asText());
        assertThat(preview.path("lines")).hasSize(1);
        JsonNode line = preview.path("lines").path(0);
        assertThat(decimal(line.path("quantity"))).isEqualByComparingTo(BigDecimal.valueOf(CALLS));
        assertThat(decimal(line.path("unitPrice").path("amount"))).isEqualByComparingTo(PRICE);
        assertThat(decimal(line.path("amount").path("amount")))
                .isEqualTo(PRICE.multiply(BigDecimal.valueOf(CALLS)).setScale(2, RoundingMode.HALF_UP));
    }

    /// The page's own numbers: each line is calls × price, rounded once, half up; the total is their sum; and the
    /// calls are those that the usage says.
    private static void addsUp(Visitor jonas, ControlApi api, JsonNode invoice) throws Exception {
        List<Locator> rows = jonas.page.locator("#invoice-lines tbody tr").all();
        assertThat(rows).hasSameSizeAs(invoice.path("lines"));
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < rows.size(); i++) {
            List<String> cells = rows.get(i).getByRole(AriaRole.CELL).allInnerTexts();
            BigDecimal calls = number(cells.get(2));
            BigDecimal price = number(cells.get(3));
            BigDecimal amount = number(cells.get(4));
            System.out.printf("%s: %s × %s = %s%n", invoice.path("number").asText(), calls, price, amount);
            assertThat(amount).isEqualTo(calls.multiply(price).setScale(2, RoundingMode.HALF_UP));
            assertThat(calls)
                    .as("used by the usage API")
                    .isEqualByComparingTo(used(api, invoice.path("lines").path(i)));
            assertThat(calls).isPositive();
            sum = sum.add(amount);
        }
        assertThat(number(jonas.page.locator("#invoice-lines tfoot td").innerText()))
                .isEqualTo(sum);
    }

    private static BigDecimal used(ControlApi api, JsonNode line) throws Exception {
        JsonNode period = line.path("period");
        return decimal(api.get("/usage?meter=requests&window=none&billable=true&subscription=%s&from=%s&to=%s"
                        .formatted(
                                line.path("subscription").asText(),
                                period.path("from").asText(),
                                period.path("to").asText()))
                .path("total"));
    }

    private static void isAPdf(Visitor jonas) {
        String address = jonas.page
                .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Download PDF"))
                .getAttribute("href");
        APIResponse pdf = jonas.context().request().get(originOf(jonas.page.url()) + address);
        assertThat(pdf.status()).isEqualTo(200);
        assertThat(pdf.headers()).containsEntry("content-type", "application/pdf");
        assertThat(new String(pdf.body(), 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
        assertThat(pdf.body()).hasSizeGreaterThan(2_000);
    }

    private static String originOf(String url) {
        return url.substring(0, url.indexOf('/', "http://".length()));
    }

    /// As British English writes it: 12,345 or €0.0035.
    private static BigDecimal number(String written) {
        return new BigDecimal(written.replaceAll("[^0-9.]", ""));
    }

    private static BigDecimal decimal(JsonNode text) {
        return new BigDecimal(text.asText());
    }
}
