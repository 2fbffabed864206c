package io.tallygate.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What stays shut: other tenants' and other consumers' pages, the console for consumers, and forms that no page of
/// ours showed.
@ExtendWith({RunningStack.Shared.class, Visitors.Shared.class})
class WrongDoorsIT {
    private static final String OWNER_OF_NIMBUS = "noah@nimbus.example";
    private static final List<String> CONSOLE = List.of(
            "",
            "apis",
            "apis/new",
            "products",
            "products/new",
            "consumers",
            "consumers/new",
            "usage",
            "invoices",
            "billing",
            "gateways",
            "members",
            "members/invitations",
            "members/roles",
            "tokens",
            "tokens/all",
            "audit",
            "audit/1",
            "audit/export",
            "settings",
            "settings/limits",
            "settings/export",
            "settings/erase");

    @Test
    void a_consumer_opens_no_console_neither_its_tenants_nor_another(RunningStack stack, Visitors visitors) {
        Visitor jonas = consumer(stack, visitors);
        for (String tenant : List.of("acme", "nimbus")) {
            for (String page : CONSOLE) {
                isShut(jonas, "/console/" + tenant + "/" + page);
            }
        }
        jonas.screenshot("shut");
    }

    @Test
    void a_consumer_finds_nothing_of_another_consumer(RunningStack stack, Visitors visitors) throws Exception {
        ControlApi owner = stack.api(stack.demo("ownerToken"));
        String kiosk = consumerCalled(owner, "Kiosk24");
        Visitor jonas = consumer(stack, visitors);
        int tried = 0;
        for (JsonNode application : owner.get("/applications").path("items")) {
            if (!application.path("consumer").asText().equals(kiosk)) {
                String page = "/p/acme/applications/" + application.path("id").asText();
                isShut(jonas, page);
                isShut(jonas, page + "/plans");
                // not even whose it is may show: an application of nobody is answered alike
                isShut(
                        jonas,
                        "/p/acme/usage?application=" + application.path("id").asText(),
                        "Marketplace");
                tried++;
            }
        }
        for (JsonNode invoice : owner.get("/invoices").path("items")) {
            if (!invoice.path("consumer").asText().equals(kiosk)) {
                isShut(jonas, "/p/acme/invoices/" + invoice.path("id").asText());
                isShut(jonas, "/p/acme/invoices/" + invoice.path("id").asText() + ".pdf");
                tried++;
            }
        }
        assertThat(tried).as("the sample has another consumer").isGreaterThanOrEqualTo(2);
    }

    @Test
    void an_owner_opens_no_console_of_another_tenant_and_finds_nothing_of_it_in_its_own(
            RunningStack stack, Visitors visitors) throws Exception {
        ControlApi acme = stack.api(stack.demo("ownerToken"));
        Visitor noah = visitors.arrive("wrong-doors-owner");
        noah.open("/console/nimbus/");
        noah.signIn(OWNER_OF_NIMBUS, stack.passwordOf(OWNER_OF_NIMBUS));
        noah.seesHeading("Nimbus");
        for (String page : CONSOLE) {
            isShut(noah, "/console/acme/" + page);
        }
        for (String room : List.of("apis", "products", "consumers", "invoices")) {
            String id = acme.get("/" + room).path("items").path(0).path("id").asText();
            isShut(noah, "/console/acme/" + room + "/" + id);
            isShut(noah, "/console/nimbus/" + room + "/" + id);
        }
    }

    @Test
    void a_form_without_the_sessions_token_is_refused_and_does_nothing(RunningStack stack, Visitors visitors)
            throws Exception {
        ControlApi api = stack.api(stack.demo("developerToken"));
        Visitor jonas = consumer(stack, visitors);
        jonas.read("/p/acme/applications/new");
        String token = jonas.page.locator("main form input[name=_csrf]").inputValue();
        assertThat(token).isNotEmpty();
        String address = stack.portal() + "/p/acme/applications";
        FormData forged = FormData.create().set("name", "Forged");
        refused(jonas, address, RequestOptions.create().setForm(forged));
        refused(jonas, address, RequestOptions.create().setForm(forged.set("_csrf", otherThan(token))));
        refused(
                jonas,
                address,
                RequestOptions.create().setForm(forged.set("_csrf", token)).setHeader("Sec-Fetch-Site", "cross-site"));
        assertThat(api.get("/applications?limit=200").path("items").findValuesAsText("name"))
                .doesNotContain("Forged");
    }

    /// One letter away, whatever the letter was.
    private static String otherThan(String token) {
        return (token.startsWith("0") ? "1" : "0") + token.substring(1);
    }

    @Test
    void nobody_is_led_to_a_foreign_site(RunningStack stack, Visitors visitors) {
        Visitor jonas = consumer(stack, visitors);
        for (String foreign : List.of("https://evil.example/", "//evil.example/", "/\\evil.example")) {
            for (String page : List.of("/sign-in?return=", "/preferences?theme=dark&return=")) {
                Response landed = jonas.open(page + foreign);
                assertThat(landed.url()).as(page + foreign).startsWith(stack.portal() + "/");
            }
        }
    }

    @Test
    void whoever_has_not_signed_in_is_asked_to_and_comes_back(RunningStack stack, Visitors visitors) {
        Visitor jonas = visitors.arrive("stranger");
        jonas.open("/p/acme/usage?range=week");
        assertThat(jonas.page.url()).startsWith(stack.text("keycloak") + "/");
        jonas.signIn(stack.demo("developerUser"), stack.demo("developerPassword"));
        assertThat(jonas.page.url()).isEqualTo(stack.portal() + "/p/acme/usage?range=week");
        jonas.page.locator("details.person summary").click();
        jonas.press("Sign out");
        jonas.page.waitForURL(stack.portal() + "/");
        jonas.open("/p/acme/applications");
        assertThat(jonas.page.url()).as("signed out of both").startsWith(stack.text("keycloak") + "/");
    }

    private static Visitor consumer(RunningStack stack, Visitors visitors) {
        Visitor jonas = visitors.arrive("wrong-doors");
        jonas.open("/p/acme/applications");
        jonas.signIn(stack.demo("developerUser"), stack.demo("developerPassword"));
        jonas.seesHeading("Applications");
        return jonas;
    }

    private static String consumerCalled(ControlApi owner, String name) throws Exception {
        for (JsonNode consumer : owner.get("/consumers?limit=200").path("items")) {
            if (consumer.path("name").asText().equals(name)) {
                return consumer.path("id").asText();
            }
        }
        throw new AssertionError("no consumer " + name);
    }

    /// @param secrets  words that must not show, whatever the answer says
    private static void isShut(Visitor visitor, String path, String... secrets) {
        APIResponse answer = visitor.context().request().get(origin(visitor) + path);
        if (secrets.length == 0 || answer.status() != 200) {
            assertThat(answer.status()).as(path).isIn(403, 404);
        }
        String text = answer.text();
        for (String secret : secrets) {
            assertThat(text).as(path).doesNotContain(secret);
        }
    }

    private static void refused(Visitor visitor, String address, RequestOptions options) {
        assertThat(visitor.context().request().post(address, options).status()).isEqualTo(403);
    }

    private static String origin(Visitor visitor) {
        String url = visitor.page.url();
        return url.substring(0, url.indexOf('/', "http://".length()));
    }
}
