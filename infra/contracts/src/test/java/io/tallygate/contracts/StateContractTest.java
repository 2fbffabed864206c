package io.tallygate.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The schema of a tenant's state says what the sample shows, and refuses what it should.
class StateContractTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Schema STATE;

    static {
        try {
            STATE = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(read("state.schema.json").toString());
        } catch (IOException missing) {
            throw new IllegalStateException(missing);
        }
    }

    @Test
    void the_sample_is_a_document_of_the_schema() throws IOException {
        assertThat(STATE.validate(read("state.sample.json").toString(), InputFormat.JSON))
                .isEmpty();
    }

    @Test
    void the_sample_shows_every_member_that_the_schema_knows() throws IOException {
        Map<String, String> places = Map.ofEntries(
                Map.entry("tenant", "/tenant"),
                Map.entry("member", "/members/0"),
                Map.entry("api", "/apis/0"),
                Map.entry("test", "/apis/0/test"),
                Map.entry("routing", "/apis/0/routing/live"),
                Map.entry("meter", "/meters/0"),
                Map.entry("product", "/products/0"),
                Map.entry("plan", "/products/0/plans/0"),
                Map.entry("consumer", "/consumers/0"),
                Map.entry("teamMember", "/consumers/0/team/0"),
                Map.entry("application", "/consumers/0/applications/0"),
                Map.entry("subscription", "/consumers/0/applications/0/subscriptions/0"),
                Map.entry("webhook", "/webhooks/0"));
        JsonNode schema = read("state.schema.json");
        JsonNode sample = read("state.sample.json");
        assertThat(names(sample)).isEqualTo(names(schema.path("properties")));
        places.forEach((name, place) -> assertThat(names(sample.at(place)))
                .as(name)
                .isEqualTo(names(schema.at("/$defs/" + name + "/properties"))));
    }

    @ParameterizedTest
    @CsvSource({
        "/apis/0, slug, \"Not A Slug\"",
        "/apis/0, basePath, \"orders\"",
        "/apis/0, status, \"live\"",
        "/apis/0, labels, {\"Team\": \"maps\"}",
        "/apis/0/test, documentSha256, \"latest\"",
        "/apis/0, sluug, \"orders\"",
        "/products/0/plans/0/unitPrice, amount, 0.002",
        "/products/0/plans/0/quota, calls, 0",
        "/members/0, role, \"king\"",
        "/consumers/0/applications/0/keys/0, key, \"acme_live_secret\"",
        "/webhooks/0, secret, \"whsec_secret\"",
        "'', format, \"tallygate/2\"",
    })
    void what_is_wrong_is_refused(String place, String member, String value) throws IOException {
        JsonNode sample = read("state.sample.json");
        ((ObjectNode) sample.at(place)).set(member, JSON.readTree(value));
        assertThat(STATE.validate(sample.toString(), InputFormat.JSON)).isNotEmpty();
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode read(String name) throws IOException {
        try (InputStream stream = StateContractTest.class.getResourceAsStream("/contracts/" + name)) {
            return JSON.readTree(Objects.requireNonNull(stream, name));
        }
    }
}
