package io.tallygate.portal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.PortalBrowser;
import io.tallygate.portal.running.PortalWithUsage;
import io.tallygate.portal.running.SellingTenant;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A publisher sets routes in forms, without a script: what they prepare is checked at once, seen as a whole, and goes
/// live when they say so.
class RoutingPagesIT {
    private SellingTenant shop;
    private PortalBrowser lena;
    private String here;

    @BeforeEach
    void a_publisher() throws Exception {
        shop = SellingTenant.at(PortalWithUsage.shared());
        ApiClient.Person publisher = ApiClient.Person.named("publisher");
        shop.owner().make("/members", "{\"email\":\"%s\",\"role\":\"publisher\"}".formatted(publisher.email()));
        lena = PortalBrowser.signedIn(shop.at().portal(), publisher);
        here = "/console/" + shop.owner().tenant() + "/apis/" + shop.api() + "/routing/live";
    }

    @Test
    void a_policy_is_prepared_in_a_form_reviewed_and_published() throws Exception {
        String form = here + "/routes/main/policy?kind=rate-limit";
        Document page = read(form);
        assertThat(page.select("label[for='/limits/0/units']").text()).contains("Units");
        Map<String, String> fields = typed(page);
        fields.put("/limits/0/units", "0");
        fields.put("/limits/0/seconds", "60");
        fields.put("/by", "address");
        HttpResponse<String> refused = lena.post(form, form, fields);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(at(Jsoup.parse(refused.body()), "/limits/0/units-wrong").text())
                .isEqualTo("At least 1.");

        fields.put("/limits/0/units", "3");
        done(lena.post(form, form, fields));
        assertThat(published().has("policies")).as("only prepared").isFalse();
        Document changes = read(here + "/changes");
        assertThat(changes.select("tbody tr").text())
                .contains("routes/main/policies/1 rate-limit/config/limits/1/units", "3");

        done(lena.post(here + "/changes", here + "/publish", typed(changes)));
        assertThat(published().at("/policies/0/config/limits/0/units").asInt()).isEqualTo(3);
        assertThat(published().at("/policies/0/config/by").asText()).isEqualTo("address");
        assertThat(read(here).select(".notice.warn")).isEmpty();

        // the form shows what there is, and an empty row for one limit more
        Document again = read(here + "/routes/main/policy?at=0");
        assertThat(at(again, "/limits/0/units").val()).isEqualTo("3");
        assertThat(at(again, "/limits/1/units").val()).isEmpty();
        Map<String, String> second = typed(again);
        second.put("/limits/1/units", "100");
        second.put("/limits/1/seconds", "3600");
        done(lena.post(here, here + "/routes/main/policy?at=0", second));
        assertThat(read(here + "/changes").select("tbody tr").text()).contains("limits/2/units", "100");
        done(lena.post(here, here + "/discard", Map.of()));
        assertThat(read(here + "/changes").select("tbody tr")).isEmpty();
    }

    @Test
    void policies_change_places_and_go_and_routes_come_and_go() throws Exception {
        for (String kind : new String[] {"request-headers", "response-headers"}) {
            String form = here + "/routes/main/policy?kind=" + kind;
            Map<String, String> fields = typed(read(form));
            fields.put("/set", "X-One: 1\nX-Two: a: b");
            done(lena.post(form, form, fields));
        }
        String route = here + "/routes/main";
        done(lena.post(route, route + "/policies/1/up", typed(read(route))));
        assertThat(read(route).select("ol.steps strong").eachText())
                .containsExactly("Response headers", "Request headers");
        done(lena.post(route, route + "/policies/0/remove", typed(read(route))));
        Map<String, String> added = typed(read(here));
        added.put("name", "open");
        added.put("path", "/status");
        done(lena.post(here, here + "/routes", added));
        Map<String, String> conditions = typed(read(here + "/routes/open"));
        conditions.put("/methods", "GET\nHEAD");
        conditions.put("/authentication", "none");
        conditions.put("/headers/0/name", "X-Beta");
        conditions.put("/headers/0/value", "1");
        done(lena.post(here, here + "/routes/open", conditions));
        done(lena.post(here, here + "/publish", typed(read(here + "/changes"))));

        JsonNode routes =
                shop.owner().read("/apis/" + shop.api() + "/routing/live").path("routes");
        assertThat(routes.at("/0/policies").toString())
                .isEqualTo(
                        "[{\"policy\":\"request-headers\",\"config\":{\"set\":{\"X-One\":\"1\",\"X-Two\":\"a: b\"}}}]");
        assertThat(routes.get(1).toString())
                .isEqualTo("{\"name\":\"open\",\"path\":\"/status\",\"methods\":[\"GET\",\"HEAD\"],"
                        + "\"headers\":[{\"name\":\"X-Beta\",\"value\":\"1\"}],\"authentication\":\"none\"}");
        done(lena.post(here, here + "/routes/open/remove", typed(read(here + "/routes/open"))));
        assertThat(read(here + "/changes").select("tbody tr")).isNotEmpty();
    }

    @Test
    void a_secret_of_the_upstream_is_typed_once_and_shown_never() throws Exception {
        Map<String, String> fields = typed(read(here + "/upstream"));
        fields.put("/credential/header", "X-Inside");
        fields.put("/credential/value", "open sesame");
        fields.put("/retries/statuses", "502\n503");
        fields.put("/retries/onTimeout", "true");
        done(lena.post(here, here + "/upstream", fields));
        Document page = read(here + "/upstream");
        assertThat(page.html()).contains("X-Inside").doesNotContain("open sesame");
        assertThat(at(page, "/retries/onTimeout").hasAttr("checked")).isTrue();
        assertThat(read(here + "/changes").text()).contains("X-Inside").doesNotContain("open sesame");
        done(lena.post(here, here + "/upstream", typed(page)));
        done(lena.post(here, here + "/publish", typed(read(here + "/changes"))));
        assertThat(shop.owner()
                        .read("/apis/" + shop.api() + "/routing/live")
                        .path("upstream")
                        .toString())
                .isEqualTo("{\"retries\":{\"statuses\":[502,503],\"onTimeout\":true},"
                        + "\"credential\":{\"header\":\"X-Inside\"}}");
    }

    @Test
    void two_people_who_prepare_hear_of_each_other() throws Exception {
        String form = here + "/routes/main/policy?kind=size-limit";
        Map<String, String> first = typed(read(form));
        Map<String, String> second = new HashMap<>(first);
        first.put("/requestBytes", "1000");
        second.put("/requestBytes", "2000");
        done(lena.post(form, form, first));
        HttpResponse<String> late = lena.post(form, form, second);
        assertThat(late.statusCode()).isEqualTo(303);
        assertThat(read(here + "/routes/main").select("ol.steps code").eachText())
                .containsExactly("{\"requestBytes\":1000}");
    }

    @Test
    void every_kind_of_policy_has_a_form_in_both_languages() throws Exception {
        for (JsonNode kind : shop.owner().read("/policies").path("items")) {
            String form =
                    here + "/routes/main/policy?kind=" + kind.path("policy").asText();
            Document english = read(form);
            assertThat(english.select("form.fields input:not([type=hidden]), form.fields textarea, form.fields select"))
                    .as(form)
                    .isNotEmpty();
            Document german = Jsoup.parse(lena.speaking("de").get(form).body());
            assertThat(german.select("h1").text()).isNotEmpty();
            assertThat(german.select("form.fields label").size())
                    .isEqualTo(english.select("form.fields label").size());
        }
    }

    private JsonNode published() throws Exception {
        return shop.owner().read("/apis/" + shop.api() + "/routing/live").at("/routes/0");
    }

    private Document read(String address) throws Exception {
        HttpResponse<String> answer = lena.get(address);
        assertThat(answer.statusCode()).as(address).isEqualTo(200);
        return Jsoup.parse(answer.body());
    }

    private static Element at(Document page, String id) {
        return Objects.requireNonNull(page.getElementById(id), id);
    }

    private static void done(HttpResponse<String> answer) {
        assertThat(answer.statusCode())
                .as(Pattern.compile("<main.*", Pattern.DOTALL)
                        .matcher(answer.body())
                        .results()
                        .map(found -> found.group())
                        .findFirst()
                        .orElse(""))
                .isEqualTo(303);
    }

    /// What a page's largest form would send as it stands.
    private static Map<String, String> typed(Document page) {
        Map<String, String> typed = new HashMap<>();
        page.select("input[name=version]").forEach(version -> typed.put("version", version.val()));
        for (Element field : page.select("form.fields [name]")) {
            boolean off = field.attr("type").equals("checkbox") && !field.hasAttr("checked");
            if (!off && !field.attr("name").startsWith("_")) {
                typed.put(
                        field.attr("name"),
                        field.tagName().equals("select")
                                ? field.select("option[selected]").attr("value")
                                : field.tagName().equals("textarea") ? field.wholeText() : field.val());
            }
        }
        return typed;
    }
}
