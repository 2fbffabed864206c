package io.tallygate.portal.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.portal.running.ApiClient;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a tenant says of itself, and who belongs to it and to its consumers, in its document.
class StatePeopleIT extends StateDocuments {
    @Test
    void the_settings_are_changed_as_the_document_says_and_what_only_tells_is_passed_over() throws Exception {
        ObjectNode document = (ObjectNode) dump("");
        ObjectNode settings = (ObjectNode) document.path("tenant");
        assertThat(settings.path("currency").asText()).isEqualTo("EUR");
        settings.put("name", "Acme Maps").put("accent", "#5a3ea6").put("currency", "USD");
        settings.putArray("address").add("Am Kanal 3");
        JsonNode change = diff(document.toString(), "?prune=true").path("changes");
        assertThat(names(change, "kind")).containsExactly("settings");
        assertThat(names(change, "action")).containsExactly("update");
        assertThat(names(change.at("/0/members"), "pointer")).containsExactly("/accent", "/address", "/name");
        apply(document.toString(), "?prune=true");
        JsonNode after = dump("");
        assertThat(after.at("/tenant/name").asText()).isEqualTo("Acme Maps");
        assertThat(after.at("/tenant/address/0").asText()).isEqualTo("Am Kanal 3");
        assertThat(after.at("/tenant/currency").asText()).isEqualTo("EUR");
        Map<String, String> tables = tables();
        settings.put("accent", "blue")
                .put("country", "Atlantis")
                .put("timeZone", "Mars")
                .put("slogan", "x");
        assertThat(pointers(tenant.post("/state/apply", document.toString())))
                .contains("/tenant/accent", "/tenant/country", "/tenant/timeZone", "/tenant/slogan");
        assertThat(apply(after.toString(), "").path("changes")).isEmpty();
        assertThat(tables()).isEqualTo(tables);
        assertThat(names(dump("?label=team=maps").path("tenant"), "name")).hasSize(1); // its slug alone
    }

    @Test
    void members_come_change_and_go_by_the_document_and_never_oneself_or_the_last_owner() throws Exception {
        ObjectNode document = (ObjectNode) dump("");
        ArrayNode members = (ArrayNode) document.path("members");
        members.addObject().put("email", "Ben@Acme.example").put("role", "publisher");
        members.addObject().put("email", "ida@acme.example").put("role", "owner");
        assertThat(apply(document.toString(), "").path("create").asInt()).isEqualTo(2);
        JsonNode after = dump("");
        assertThat(names(after.path("members"), "email")).contains("ben@acme.example", "ida@acme.example");
        assertThat(after.at("/members/0/signedIn").asBoolean()).isTrue();
        Map<String, String> tables = tables();
        assertThat(apply(document.toString(), "?prune=true").path("changes")).isEmpty();
        assertThat(tables()).isEqualTo(tables);

        ObjectNode wrong = (ObjectNode) after.deepCopy();
        ((ObjectNode) wrong.at("/members/0")).put("role", "viewer"); // the other owner never signed in
        ((ObjectNode) wrong.at("/members/1")).put("role", "king");
        assertThat(pointers(tenant.post("/state/apply", wrong.toString())))
                .containsExactlyInAnyOrder("/members/0/role", "/members/1/role");
        HttpResponse<String> oneself =
                tenant.post("/state/apply?prune=true", "{\"format\":\"tallygate/1\",\"members\":[]}");
        assertThat(oneself.statusCode()).isEqualTo(422);
        assertThat(oneself.body()).contains("it is yourself");
        ObjectNode renamed = (ObjectNode) after.deepCopy();
        ((ObjectNode) renamed.at("/members/1")).put("email", "another@acme.example");
        assertThat(pointers(tenant.post("/state/diff", renamed.toString()))).containsExactly("/members/1/email");
        assertThat(tables()).isEqualTo(tables);

        ((ObjectNode) members.get(1)).put("role", "admin");
        members.remove(2);
        JsonNode changed = apply(document.toString(), "?prune=true");
        assertThat(names(changed.path("changes"), "action")).containsExactly("update", "delete");
        assertThat(effects(changed))
                .containsEntry("ben@acme.example", "May do what the new role says from the next request on.")
                .containsEntry("ida@acme.example", "Loses access at once, and their tokens end.");
        assertThat(names(dump("").path("members"), "role")).containsExactly("owner", "admin");
    }

    @Test
    void who_may_not_manage_members_or_owners_alone_may_not_by_document_either() throws Exception {
        ApiClient.Person admin = ApiClient.Person.named("admin");
        tenant.make("/members", "{\"email\":\"%s\",\"role\":\"admin\"}".formatted(admin.email()));
        String owner = "{\"format\":\"tallygate/1\",\"members\":[{\"email\":\"ida@acme.example\",\"role\":\"%s\"}]}";
        assertThat(pointers(tenant.as(admin).post("/state/apply", owner.formatted("owner"))))
                .containsExactly("/members/0/role");
        JsonNode token = tenant.make("/tokens", "{\"name\":\"CI\",\"scopes\":[\"state:read\",\"state:write\"]}");
        ApiClient pipeline = tenant.withToken(token.path("token").asText());
        assertThat(pointers(pipeline.post("/state/apply", owner.formatted("viewer"))))
                .containsExactly("/members/0/role");
        assertThat(pointers(pipeline.post(
                        "/state/apply", "{\"format\":\"tallygate/1\",\"tenant\":{\"tagline\":\"Mine\"}}")))
                .containsExactly("/tenant");
        assertThat(pipeline.post("/state/apply", dump("").toString()).statusCode())
                .isEqualTo(200);
        assertThat(dump("").path("members")).hasSize(2);
    }

    @Test
    void a_consumers_team_stands_inside_of_it_and_goes_with_it() throws Exception {
        apply(shop(), "");
        ObjectNode document = (ObjectNode) dump("");
        ArrayNode team = (ArrayNode) document.at("/consumers/0/team");
        assertThat(names(team, "email")).containsExactly("jonas@kiosk24.example");
        ((ObjectNode) team.get(0)).put("role", "developer");
        assertThat(pointers(tenant.post("/state/apply", document.toString())))
                .as("nobody would own it")
                .containsExactly("/consumers/0/team/0/role");
        ((ObjectNode) team.get(0)).put("role", "owner");
        team.addObject().put("email", "mira@kiosk24.example").put("role", "developer");
        assertThat(apply(document.toString(), "?prune=true").path("create").asInt())
                .isOne();
        assertThat(apply(dump("").toString(), "?prune=true").path("changes")).isEmpty();
        team.remove(1);
        assertThat(names(apply(document.toString(), "?prune=true").path("changes"), "kind"))
                .containsExactly("team-member");
        ((ObjectNode) document.at("/consumers/0"))
                .put("id", document.at("/consumers/1/id").asText());
        ((ArrayNode) document.path("consumers")).remove(1);
        assertThat(pointers(tenant.post("/state/diff", document.toString())))
                .as("a member of another consumer")
                .contains("/consumers/0/team/0/id");

        ArrayNode consumers = ((ObjectNode) JSON.readTree(dump("").toString())).withArray("consumers");
        ((ObjectNode) consumers.get(1))
                .putArray("team")
                .addObject()
                .put("email", "x@y.example")
                .put("role", "owner");
        apply("{\"format\":\"tallygate/1\",\"consumers\":" + consumers + "}", "");
        consumers.remove(1);
        assertThat(names(
                        apply("{\"format\":\"tallygate/1\",\"consumers\":" + consumers + "}", "?prune=true")
                                .path("changes"),
                        "kind"))
                .containsExactly("consumer");
    }
}
