package io.tallygate.portal.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a tenant offers, in its document: its APIs and where they answer, its products and plans.
class StateOfferIT extends StateDocuments {
    @Test
    void a_known_id_with_another_slug_is_renamed_and_who_names_it_does_not_change() throws Exception {
        apply(shop(), "");
        ObjectNode document = (ObjectNode) dump("");
        String id = document.at("/apis/0/id").asText();
        ((ObjectNode) document.at("/apis/0")).put("slug", "bookings");
        ((ObjectNode) document.at("/products/0"))
                .putArray("apis")
                .add("bookings")
                .add("parcels");
        ((ObjectNode) document.at("/products/0")).put("slug", "everything");
        ((ObjectNode) document.at("/consumers/0/applications/0/subscriptions/0")).put("product", "everything");
        JsonNode diff = diff(document.toString(), "");
        assertThat(names(diff.path("changes"), "action")).containsExactly("rename", "rename");
        assertThat(diff.at("/changes/0/members/0/before").asText()).isEqualTo("orders");
        assertThat(apply(document.toString(), "?prune=true").path("rename").asInt())
                .isEqualTo(2);
        JsonNode after = dump("");
        assertThat(after.at("/apis/0/id").asText()).isEqualTo(id);
        assertThat(after.at("/apis/0/slug").asText()).isEqualTo("bookings");
        assertThat(after.at("/products/0/slug").asText()).isEqualTo("everything");
        assertThat(apply(after.toString(), "?prune=true").path("changes")).isEmpty();
    }

    @Test
    void other_terms_of_a_plan_on_sale_are_a_new_version_and_who_subscribed_stays() throws Exception {
        apply(shop(), "");
        ObjectNode document = (ObjectNode) dump("");
        ((ObjectNode) document.at("/products/0/plans/0/unitPrice")).put("amount", "0.003");
        JsonNode change = diff(document.toString(), "").at("/changes/0");
        assertThat(change.path("effect").asText())
                .isEqualTo("Puts version 2 on sale; running subscriptions stay on the version that they have: 1.");
        assertThat(change.at("/members/0/pointer").asText()).isEqualTo("/unitPrice/amount");
        apply(document.toString(), "");
        JsonNode after = dump("");
        assertThat(after.at("/products/0/plans/0/version").asInt()).isEqualTo(2);
        assertThat(after.at("/consumers/0/applications/0/subscriptions/0/version")
                        .asInt())
                .isEqualTo(1);
        assertThat(apply(after.toString(), "").path("changes")).isEmpty();

        ((ObjectNode) after.at("/products/0")).putArray("plans");
        assertThat(effects(diff(after.toString(), "?prune=true")))
                .containsEntry(
                        "starter", "Is sold no longer; running subscriptions stay on the version that they have: 1.")
                .containsEntry("large", "");
        ((ArrayNode) after.at("/consumers/0/applications/0/subscriptions")).removeAll();
        JsonNode withdrawn = apply(after.toString(), "?prune=true");
        assertThat(names(withdrawn.path("changes"), "kind")).containsExactlyInAnyOrder("subscription", "plan", "plan");
        assertThat(dump("").at("/products/0/plans")).isEmpty();
        apply(document.toString(), "");
        assertThat(dump("").at("/products/0/plans/0/version").asInt())
                .as("a withdrawn plan comes back with its next version")
                .isEqualTo(3);
    }

    @Test
    void a_label_limits_what_is_dumped_changed_and_pruned() throws Exception {
        apply(shop(), "");
        JsonNode maps = dump("?label=team=maps");
        assertThat(names(maps.path("apis"), "slug")).containsExactly("parcels");
        assertThat(maps.at("/selector/team").asText()).isEqualTo("maps");
        ObjectNode document = (ObjectNode) dump("");
        ((ArrayNode) document.path("apis")).removeAll();
        ((ArrayNode) document.path("apis"))
                .addObject()
                .put("slug", "routes")
                .put("document", OPENAPI.formatted("Routes", "routes"))
                .putObject("labels")
                .put("team", "maps");
        ((ArrayNode) document.path("apis"))
                .addObject()
                .put("slug", "ignored")
                .put("document", OPENAPI.formatted("Ignored", "ignored"));
        ((ObjectNode) document.at("/products/0")).put("name", "Also ignored");
        HttpResponse<String> refused = tenant.post("/state/diff?label=team=maps&prune=true", document.toString());
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("the product all sells it");
        document.remove("products");
        document.remove("consumers");
        ((ObjectNode) document)
                .putArray("products")
                .addObject()
                .put("slug", "all")
                .putArray("apis")
                .add("orders");
        apply(document.toString(), "");
        JsonNode applied = apply(
                "{\"format\":\"tallygate/1\",\"apis\":" + document.path("apis") + "}", "?label=team=maps&prune=true");
        assertThat(names(applied.path("changes"), "name")).containsExactlyInAnyOrder("parcels");
        assertThat(names(dump("").path("apis"), "slug")).containsExactlyInAnyOrder("orders", "routes", "ignored");
    }

    @Test
    void what_answers_in_test_is_told_by_its_documents_digest_and_lives_on_beside_another_document() throws Exception {
        apply(shop(), "");
        ObjectNode document = (ObjectNode) dump("");
        ObjectNode orders = (ObjectNode) document.at("/apis/0");
        String first = orders.at("/test/documentSha256").asText();
        assertThat(orders.at("/test/upstream").asText()).isEqualTo("https://orders-test.example.com");
        assertThat(document.at("/apis/1/test").isNull()).isTrue();
        orders.put("slug", "bookings").put("document", OPENAPI.formatted("Bookings", "bookings"));
        apply(document.toString().replace("\"orders\",\"parcels\"", "\"bookings\",\"parcels\""), "");
        JsonNode after = dump("");
        assertThat(after.at("/apis/0/test/documentSha256").asText())
                .as("the version in test stays")
                .isEqualTo(first);
        Map<String, String> tables = tables();
        assertThat(apply(after.toString(), "?prune=true").path("changes")).isEmpty();
        assertThat(tables()).isEqualTo(tables);

        ObjectNode next = (ObjectNode) after.deepCopy();
        ((ObjectNode) next.at("/apis/0/test")).put("documentSha256", "0".repeat(64));
        ((ObjectNode) next.at("/apis/1")).putObject("test");
        assertThat(pointers(tenant.post("/state/apply", next.toString())))
                .containsExactlyInAnyOrder("/apis/0/test/documentSha256", "/apis/1/test/upstream");
        assertThat(tables()).isEqualTo(tables);

        ((ObjectNode) next.at("/apis/0/test")).remove("documentSha256");
        ((ObjectNode) next.at("/apis/0/test")).put("upstream", "https://other-test.example.com");
        ((ObjectNode) next.at("/apis/1/test")).put("upstream", "https://parcels-test.example.com");
        JsonNode changed = apply(next.toString(), "");
        assertThat(names(changed.at("/changes/0/members"), "pointer")).containsExactly("/test/upstream");
        assertThat(dump("").at("/apis/0/test/documentSha256").asText()).isEqualTo(first);
        assertThat(dump("").at("/apis/1/test/upstream").asText()).isEqualTo("https://parcels-test.example.com");

        ((ObjectNode) next.at("/apis/0")).putNull("test");
        ((ObjectNode) next.at("/apis/1")).remove("test"); // left out: as it is
        apply(next.toString(), "");
        assertThat(dump("").at("/apis/0/test").isNull()).isTrue();
        assertThat(dump("").at("/apis/1/test").isNull()).isFalse();
        assertThat(tenant.read("/apis/" + after.at("/apis/0/id").asText() + "/deployments")
                        .path("items"))
                .as("live goes on")
                .hasSize(1);
    }
}
