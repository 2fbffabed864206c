package io.tallygate.portal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.PortalBrowser;
import io.tallygate.portal.running.RunningPortal;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// An owner asks for the erasure on a page, by typing the name of it all, and takes it back there.
class ErasurePageIT {
    private final RunningPortal portal = RunningPortal.shared();

    @Test
    void an_owner_types_the_name_asks_and_takes_it_back() throws Exception {
        ApiClient.Person mila = ApiClient.Person.named("mila");
        String slug = "e" + UUID.randomUUID().toString().substring(0, 8);
        new ApiClient(portal, slug, RunningPortal.OPERATOR_TOKEN)
                .made("POST", "/api/v1/tenants", """
                    {"slug":"%s","name":"Ending","country":"DE","timeZone":"Europe/Berlin","currency":"EUR","owner":{"email":"%s"}}
                    """.formatted(slug, mila.email()));
        ApiClient api = new ApiClient(portal, slug, "").as(mila);
        PortalBrowser browser = PortalBrowser.signedIn(portal, mila);
        String page = "/console/" + slug + "/settings/erase";

        assertThat(browser.get("/console/" + slug + "/settings").body()).contains(page);
        assertThat(browser.get(page).body()).contains("Type " + slug + " to confirm", "7 days");
        HttpResponse<String> wrong = browser.post(page, page, Map.of("slug", "another"));
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("This is not " + slug);
        assertThat(api.get("/erase").statusCode()).isEqualTo(404);

        HttpResponse<String> asked = browser.follow(browser.post(page, page, Map.of("slug", slug)));
        assertThat(asked.body()).contains("Everything will be erased", "by an owner", "Keep everything");
        assertThat(api.read("/erase").path("status").asText()).isEqualTo("waiting");
        assertThat(portal.mails().await(mila.email()).subject()).contains("wird gelöscht");

        HttpResponse<String> kept = browser.follow(browser.post(page, page + "/cancel", Map.of()));
        assertThat(kept.body()).contains("Nothing will be erased.");
        assertThat(api.read("").path("status").asText()).isEqualTo("active");

        ApiClient.Person other = ApiClient.Person.named("other");
        assertThat(PortalBrowser.signedIn(portal, other).get(page).statusCode()).isEqualTo(404);
    }
}
