package io.tallygate.portal.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.PortalBrowser;
import io.tallygate.portal.running.RunningPortal;
import org.junit.jupiter.api.Test;

/// The page of one member offers what can be done about them, and nothing else.
class PersonPagesIT {
    private static final String STAYS = "This member is the last owner, and stays so.";

    private final RunningPortal portal = RunningPortal.shared();

    @Test
    void the_last_owner_is_offered_no_other_role_and_no_removal_until_another_has_signed_in() throws Exception {
        ApiClient founder = ApiClient.ofNewTenant(portal);
        String first = founder.read("/members").at("/items/0/id").asText();
        ApiClient.Person person = ApiClient.Person.named("owner");
        String id = add(founder, "/members", person);
        PortalBrowser browser = PortalBrowser.signedIn(portal, person);
        ApiClient owner = founder.as(person);
        owner.read("/members");
        String page = "/console/" + founder.tenant() + "/members/" + id;
        assertThat(browser.get(page).body()).contains(page + "/remove").doesNotContain(STAYS);

        assertThat(owner.delete("/members/" + first).statusCode()).isEqualTo(204);
        ApiClient.Person promised = ApiClient.Person.named("promised");
        add(owner, "/members", promised);
        assertThat(browser.get(page).body()).contains(STAYS).doesNotContain(page + "/remove", "name=\"role\"");

        owner.as(promised).read("/members");
        assertThat(browser.get(page).body()).contains(page + "/remove").doesNotContain(STAYS);
    }

    @Test
    void a_consumers_only_owner_stays_as_well() throws Exception {
        ApiClient founder = ApiClient.ofNewTenant(portal);
        ApiClient.Person staff = ApiClient.Person.named("owner");
        add(founder, "/members", staff);
        String consumer =
                founder.make("/consumers", "{\"name\":\"Kiosk24\"}").path("id").asText();
        String team = "/consumers/" + consumer + "/members";
        String id = add(founder, team, ApiClient.Person.named("only"));
        PortalBrowser browser = PortalBrowser.signedIn(portal, staff);
        String page = "/console/" + founder.tenant() + "/consumers/" + consumer + "/team/" + id;
        assertThat(browser.get(page).body()).contains(STAYS).doesNotContain(page + "/remove");
        add(founder, team, ApiClient.Person.named("another"));
        assertThat(browser.get(page).body()).contains(page + "/remove").doesNotContain(STAYS);
    }

    private static String add(ApiClient by, String to, ApiClient.Person person) throws Exception {
        return by.make(to, "{\"email\":\"%s\",\"role\":\"owner\"}".formatted(person.email()))
                .path("id")
                .asText();
    }
}
