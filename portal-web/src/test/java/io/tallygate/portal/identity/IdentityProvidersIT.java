package io.tallygate.portal.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.PortalBrowser;
import io.tallygate.portal.running.RunningPortal;
import io.tallygate.portal.running.TestIdentityProvider;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A tenant's own identity provider, from its document to whom it lets in: by the API, the database, what Keycloak's
/// administration is told, and the door.
class IdentityProvidersIT {
    private static final String PROVIDERS = "/identity-providers";
    private static final String SECRET = "correct-horse-battery";
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static RunningPortal portal;
    private static TestIdentityProvider keycloak;
    private static OwnProvider own;
    private static NameServer names;

    private ApiClient owner;
    private String domain;

    @BeforeAll
    static void start() throws Exception {
        own = OwnProvider.start();
        names = NameServer.start();
        portal = RunningPortal.start(
                Map.of("TALLYGATE_OUTBOUND_ALLOW", own.hostAndPort(), "TALLYGATE_DNS_SERVER", names.address()));
        keycloak = portal.identity();
        keycloak.administrationAnswers("POST /organizations", "201");
    }

    @AfterAll
    static void stop() throws Exception {
        portal.close();
        names.close();
        own.close();
    }

    @BeforeEach
    void a_new_tenant() throws Exception {
        owner = ApiClient.ofNewTenant(portal);
        domain = "d" + UUID.randomUUID().toString().substring(0, 8) + ".example";
    }

    @Test
    void a_provider_is_open_once_its_domain_is_proven_and_takes_addresses_of_that_domain_only() throws Exception {
        JsonNode made = owner.make(PROVIDERS, oidc(domain));
        String path = path(made);
        String alias = alias(made);
        assertThat(alias).matches("tenant-[0-9a-z]{26}");
        assertThat(made.path("callback").asText()).isEqualTo(keycloak.issuer() + "/broker/" + alias + "/endpoint");
        assertThat(made.at("/domains/0/verified").asBoolean()).isFalse();
        JsonNode told = await(
                () -> toldOf(alias),
                instance -> instance.path("firstBrokerLoginFlowAlias").isTextual());
        assertThat(told.path("enabled").asBoolean()).isFalse();
        assertThat("a@" + domain)
                .doesNotMatch(told.at("/config/claimFilterValue").asText());

        HttpResponse<String> early = owner.post(path + "/domains/" + domain + "/check", "{}");
        assertThat(early.statusCode()).isEqualTo(409);
        assertThat(early.body()).contains("proof-missing");
        names.says(domain, made.at("/domains/0/record").asText());
        JsonNode proven = owner.make(path + "/domains/" + domain + "/check", "{}");
        assertThat(proven.at("/domains/0/verifiedBy").asText()).isEqualTo("dns");

        JsonNode open =
                await(() -> toldOf(alias), instance -> instance.path("enabled").asBoolean());
        assertThat(open.at("/config/kc.org.domain").asText()).isEqualTo(domain);
        assertThat(open.at("/config/claimFilterName").asText()).isEqualTo("email");
        assertThat(open.at("/config/disableUserInfo").asText()).isEqualTo("true");
        assertThat(open.at("/config/clientSecret").asText()).isEqualTo(SECRET);
        String filter = open.at("/config/claimFilterValue").asText();
        assertThat("ada@" + domain.toUpperCase(java.util.Locale.ROOT)).matches(filter);
        for (String foreign : List.of(
                "ada@other.example",
                "ada@x" + domain,
                "ada@" + domain + ".evil.example",
                "ada@evil.example@" + domain,
                "ada@" + domain.replace('.', 'x'),
                "ada@evil.example\n@" + domain)) {
            assertThat(foreign).doesNotMatch(filter);
        }
        await(() -> owner.read(path), now -> now.path("status").asText().equals("ready"));
    }

    @Test
    void nothing_shows_the_secret_again_and_the_table_has_it_sealed() throws Exception {
        JsonNode made = owner.make(PROVIDERS, oidc(domain));
        assertThat(made.toString() + owner.read(PROVIDERS) + owner.read(path(made)))
                .doesNotContain(SECRET);
        assertThat(one("select encode(client_secret_sealed, 'escape') || settings from portal.identity_provider where"
                        + " id = '" + made.path("id").asText() + "'"))
                .doesNotContain(SECRET);
        assertThat(owner.read("/audit-events").toString())
                .contains("identity-provider")
                .doesNotContain(SECRET);
        PortalBrowser browser = PortalBrowser.signedIn(portal, ownerPerson());
        HttpResponse<String> page = browser.get("/console/" + owner.tenant() + "/settings/identity/"
                + made.path("id").asText());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains(made.path("callback").asText()).doesNotContain(SECRET);
    }

    @Test
    void a_domain_leads_to_whoever_proves_it_first() throws Exception {
        ApiClient other = ApiClient.ofNewTenant(portal);
        JsonNode mine = owner.make(PROVIDERS, oidc(domain));
        JsonNode theirs = other.make(PROVIDERS, oidc(domain));
        assertThat(mine.at("/domains/0/record")).isNotEqualTo(theirs.at("/domains/0/record"));
        names.says(domain, theirs.at("/domains/0/record").asText());
        assertThat(owner.post(path(mine) + "/domains/" + domain + "/check", "{}")
                        .statusCode())
                .as("another's record proves nothing")
                .isEqualTo(409);
        other.make(path(theirs) + "/domains/" + domain + "/check", "{}");
        names.says(domain, mine.at("/domains/0/record").asText());
        HttpResponse<String> late = owner.post(path(mine) + "/domains/" + domain + "/check", "{}");
        assertThat(late.body()).contains("domain-taken");
        assertThat(owner.read(path(mine)).at("/domains/0/verified").asBoolean()).isFalse();
        assertThat(other.delete(path(theirs)).statusCode()).isEqualTo(204);
        owner.make(path(mine) + "/domains/" + domain + "/check", "{}");
    }

    @Test
    void where_no_name_server_answers_the_operator_confirms_and_nobody_else() throws Exception {
        JsonNode made = owner.make(PROVIDERS, oidc(domain));
        names.isSilent(true);
        try {
            HttpResponse<String> answer = owner.post(path(made) + "/domains/" + domain + "/check", "{}");
            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.body()).contains("No name server answers here");
        } finally {
            names.isSilent(false);
        }
        String confirm = path(made) + "/domains/" + domain + "/confirm";
        assertThat(owner.post(confirm, "{}").statusCode()).isEqualTo(403);
        assertThat(ApiClient.ofNewTenant(portal)
                        .at(owner.tenant())
                        .post(confirm, "{}")
                        .statusCode())
                .isEqualTo(404);
        JsonNode confirmed = owner.withToken(RunningPortal.OPERATOR_TOKEN).make(confirm, "{}");
        assertThat(confirmed.at("/domains/0/verifiedBy").asText()).isEqualTo("operator");
    }

    @Test
    void a_provider_signs_in_nobody_of_another_domain_whatever_it_says() throws Exception {
        String alias = proven(owner, domain);
        ApiClient victims = ApiClient.ofNewTenant(portal);
        String claimed = "v" + domain;
        String elsewhere = proven(victims, claimed);
        ApiClient.Person victim = new ApiClient.Person("subject-" + UUID.randomUUID(), "boss@" + claimed);
        victims.make("/members", "{\"email\":\"%s\",\"role\":\"admin\"}".formatted(victim.email()));

        for (String[] lie : new String[][] {
            {alias, victim.email()}, // of another tenant
            {alias, "somebody@unclaimed.example"},
            {alias, "boss@sub." + domain},
            {alias, "boss@" + claimed + "@" + domain},
            {alias, ""},
            {elsewhere, "ada@" + domain}, // by another tenant's
            {"tenant-" + "0".repeat(26), "ada@" + domain}, // by one that is no more
        }) {
            int ended = keycloak.asked().size();
            HttpResponse<String> answer = through(lie[0], new ApiClient.Person(victim.subject(), lie[1]));
            assertThat(answer.statusCode()).as(lie[0] + " says " + lie[1]).isEqualTo(403);
            assertThat(answer.body()).contains("not accepted");
            assertThat(keycloak.asked().subList(ended, keycloak.asked().size()))
                    .as("what it began at Keycloak ends")
                    .anyMatch(call -> call.startsWith("DELETE /sessions/sid-"));
        }
        assertThat(one("select count(*)::text from portal.person_session where subject = '" + victim.subject() + "'"))
                .isEqualTo("0");
        assertThat(one("select count(*)::text from portal.member where email = '" + victim.email()
                        + "' and subject is not null"))
                .as("nobody was bound to what is the victim's")
                .isEqualTo("0");
        assertThat(through(elsewhere, victim).statusCode()).isEqualTo(200);
    }

    @Test
    void removing_or_closing_it_or_taking_its_domain_away_ends_the_sessions_it_made() throws Exception {
        for (String end : List.of("remove", "close", "domain")) {
            ApiClient tenant = ApiClient.ofNewTenant(portal);
            String here = end + "." + domain;
            String alias = proven(tenant, here);
            String path = path(tenant.read(PROVIDERS).path("items").path(0));
            ApiClient.Person ada = new ApiClient.Person("subject-" + UUID.randomUUID(), "ada@" + here);
            PortalBrowser through = new PortalBrowser(portal);
            keycloak.letInThrough(ada, alias);
            through.follow(through.get("/sign-in?return=/account"));
            PortalBrowser byPassword = PortalBrowser.signedIn(portal, ada);
            assertThat(through.isSignedIn()).isTrue();
            switch (end) {
                case "remove" -> assertThat(tenant.delete(path).statusCode()).isEqualTo(204);
                case "close" -> tenant.change(path, "{\"enabled\":false}");
                default -> tenant.change(path, "{\"domains\":[]}");
            }
            assertThat(through.isSignedIn()).as(end).isFalse();
            assertThat(byPassword.isSignedIn()).as("another door").isTrue();
            assertThat(through(alias, ada).statusCode()).as(end).isEqualTo(403);
            if (end.equals("remove")) {
                await(() -> keycloak.instance(alias) == null, gone -> gone);
            }
        }
    }

    @Test
    void what_keycloak_missed_while_it_was_away_it_is_told_and_what_was_changed_there_is_put_right() throws Exception {
        keycloak.stop();
        JsonNode made;
        try {
            made = owner.make(PROVIDERS, oidc(domain));
            assertThat(made.path("status").asText()).isEqualTo("waiting");
        } finally {
            keycloak.goOn();
        }
        String alias = alias(made);
        await(() -> owner.read(path(made)), now -> now.path("status").asText().equals("ready"));
        String right = keycloak.instance(alias);
        keycloak.spoilInstance(alias, right.replace("\"disableUserInfo\":\"true\"", "\"disableUserInfo\":\"false\""));
        one("update portal.identity_provider_told set checked_at = now() - interval '11 minutes' where provider_id = '"
                + made.path("id").asText() + "' returning 'looked at long ago'");
        await(() -> keycloak.instance(alias), now -> now.equals(right));
    }

    @Test
    void what_cannot_be_is_pointed_at_and_nothing_inside_is_called() throws Exception {
        own.has("/other" + OwnProvider.DISCOVERY, own.discovery("https://elsewhere.example", own.url() + "/token"));
        own.has(
                "/inside" + OwnProvider.DISCOVERY,
                own.discovery(own.url() + "/inside", "http://169.254.169.254/latest/meta-data"));
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("{\"kind\":\"ldap\",\"name\":\"x\"}", "/kind");
        wrong.put("{\"kind\":\"oidc\"}", "/name /clientId /clientSecret /discoveryUrl");
        wrong.put(oidc(domain).replace(SECRET, "${vault.db}"), "/clientSecret");
        wrong.put(oidc("not a domain"), "/domains/0");
        wrong.put(oidc("localhost"), "/domains/0");
        wrong.put(oidc(domain).replace(own.url(), "http://127.0.0.1:5432"), "/discoveryUrl");
        wrong.put(oidc(domain).replace(own.url(), own.url() + "/other"), "/discoveryUrl");
        wrong.put(oidc(domain).replace(own.url(), own.url() + "/inside"), "/discoveryUrl");
        wrong.put(oidc(domain).replace(OwnProvider.DISCOVERY, "/x"), "/discoveryUrl");
        wrong.put("{\"kind\":\"saml\",\"name\":\"x\",\"clientId\":\"x\"}", "/clientId /metadataUrl");
        wrong.put(saml("<a/>"), "/metadata");
        wrong.put(saml("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + OwnProvider.METADATA), "/metadata");
        wrong.put(saml(OwnProvider.METADATA.replaceAll("(?s)<KeyDescriptor.*</KeyDescriptor>", "")), "/metadata");
        wrong.put(
                saml(OwnProvider.METADATA.replace("https://login.acme.example/sso", "http://10.0.0.1/sso")),
                "/metadata");
        for (Map.Entry<String, String> one : wrong.entrySet()) {
            HttpResponse<String> answer = owner.post(PROVIDERS, one.getKey());
            assertThat(answer.statusCode()).as(one.getKey()).isEqualTo(422);
            assertThat(ApiClient.json(answer).path("errors").findValuesAsText("pointer"))
                    .as(one.getKey() + answer.body())
                    .containsExactlyInAnyOrder(one.getValue().split(" "));
        }
        assertThat(owner.read(PROVIDERS).path("items")).isEmpty();
    }

    @Test
    void a_saml_provider_lets_in_known_people_only_and_after_their_own_proof() throws Exception {
        JsonNode pasted = owner.make(PROVIDERS, saml(OwnProvider.METADATA));
        assertThat(pasted.path("issuer").asText()).isEqualTo("https://login.acme.example/saml");
        assertThat(pasted.path("entityId").asText()).isEqualTo(keycloak.issuer());
        assertThat(pasted.path("metadataUrl").isNull()).isTrue();
        JsonNode told = await(() -> toldOf(alias(pasted)), instance -> instance.has("trustEmail"));
        assertThat(told.path("trustEmail").asBoolean()).isFalse();
        assertThat(told.path("firstBrokerLoginFlowAlias").asText()).isEqualTo("known people");
        assertThat(told.at("/config/validateSignature").asText()).isEqualTo("true");
        assertThat(told.at("/config/wantAssertionsSigned").asText()).isEqualTo("true");
        JsonNode fetched = owner.make(
                PROVIDERS,
                "{\"kind\":\"saml\",\"name\":\"Fetched\",\"metadataUrl\":\"%s/metadata\"}".formatted(own.url()));
        assertThat(fetched.path("issuer")).isEqualTo(pasted.path("issuer"));
    }

    @Test
    void others_neither_see_nor_change_it_and_nobody_changes_what_they_have_not_read() throws Exception {
        JsonNode made = owner.make(PROVIDERS, oidc(domain));
        ApiClient stranger = ApiClient.ofNewTenant(portal);
        for (ApiClient other : List.of(stranger, stranger.at(owner.tenant()))) {
            assertThat(other.get(path(made)).statusCode()).isEqualTo(404);
            assertThat(other.send("DELETE", path(made), null, "If-Match", "*").statusCode())
                    .isEqualTo(404);
            assertThat(other.send("PATCH", path(made), "{\"name\":\"x\"}", "If-Match", "*")
                            .statusCode())
                    .isEqualTo(404);
        }
        ApiClient.Person viewer = ApiClient.Person.named("viewer");
        owner.make("/members", "{\"email\":\"%s\",\"role\":\"viewer\"}".formatted(viewer.email()));
        PortalBrowser.signedIn(portal, viewer);
        assertThat(owner.as(viewer).get(path(made)).statusCode()).isEqualTo(200);
        assertThat(owner.as(viewer)
                        .send("DELETE", path(made), null, "If-Match", "*")
                        .statusCode())
                .isEqualTo(403);
        String before = owner.tag(path(made));
        assertThat(owner.send("PATCH", path(made), "{\"name\":\"x\"}").statusCode())
                .isEqualTo(428);
        JsonNode changed = owner.change(
                path(made), "{\"name\":\"Staff\",\"domains\":[\"%s\",\"zwei.%s\"]}".formatted(domain, domain));
        assertThat(changed.path("name").asText()).isEqualTo("Staff");
        assertThat(changed.path("domains")).hasSize(2);
        assertThat(changed.at("/domains/0/record"))
                .as("a proof that was handed out stays")
                .isEqualTo(made.at("/domains/0/record"));
        assertThat(owner.send("PATCH", path(made), "{\"name\":\"x\"}", "If-Match", before)
                        .statusCode())
                .isEqualTo(412);
    }

    @Test
    void the_console_adds_changes_and_removes_one() throws Exception {
        PortalBrowser browser = PortalBrowser.signedIn(portal, ownerPerson());
        String list = "/console/" + owner.tenant() + "/settings/identity";
        Map<String, String> form = new LinkedHashMap<>();
        form.put("kind", "oidc");
        form.put("name", "Staff");
        form.put("discoveryUrl", "http://10.0.0.1" + OwnProvider.DISCOVERY);
        form.put("clientId", "tallygate");
        form.put("clientSecret", SECRET);
        form.put("domains", domain);
        HttpResponse<String> refused = browser.post(list, list, form);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains("discoveryUrl-wrong", "This address is not allowed.")
                .doesNotContain(SECRET);
        form.put("discoveryUrl", own.url() + OwnProvider.DISCOVERY);
        HttpResponse<String> added = browser.post(list, list, form);
        assertThat(added.statusCode()).as(added.body()).isEqualTo(303);
        String page = added.headers().firstValue("Location").orElseThrow();
        assertThat(browser.get(page).body()).contains(domain, "tallygate-domain=");
        names.says(
                domain,
                owner.read(PROVIDERS)
                        .path("items")
                        .path(0)
                        .at("/domains/0/record")
                        .asText());
        browser.post(page, page + "/check", Map.of("domain", domain));
        assertThat(browser.get(page).body()).contains("is proven to be yours");
        HttpResponse<String> stale = browser.post(page, page + "/delete", Map.of("version", "old"));
        assertThat(stale.statusCode()).isEqualTo(422);
        browser.post(
                page,
                page + "/delete",
                Map.of(
                        "version",
                        owner.tag(path(owner.read(PROVIDERS).path("items").path(0)))));
        assertThat(owner.read(PROVIDERS).path("items")).isEmpty();
    }

    /// @return  the alias of a new provider whose domain is proven
    private static String proven(ApiClient tenant, String domain) throws Exception {
        JsonNode made = tenant.make(PROVIDERS, oidc(domain));
        tenant.withToken(RunningPortal.OPERATOR_TOKEN).make(path(made) + "/domains/" + domain + "/confirm", "{}");
        return alias(made);
    }

    private HttpResponse<String> through(String alias, ApiClient.Person person) throws Exception {
        PortalBrowser browser = new PortalBrowser(portal);
        keycloak.letInThrough(person, alias);
        return browser.follow(browser.get("/sign-in?return=/account"));
    }

    private ApiClient.Person ownerPerson() throws Exception {
        JsonNode member = owner.read("/members").path("items").path(0);
        String subject = one("select subject from portal.member where email = '"
                + member.path("email").asText() + "'");
        return new ApiClient.Person(subject, member.path("email").asText());
    }

    private static String path(JsonNode provider) {
        return PROVIDERS + "/" + provider.path("id").asText();
    }

    private static String alias(JsonNode provider) {
        return provider.path("callback").asText().replaceFirst(".*/broker/([^/]*)/endpoint", "$1");
    }

    private static String oidc(String domain) {
        ObjectNode body = JSON.createObjectNode()
                .put("kind", "oidc")
                .put("name", "Acme staff")
                .put("discoveryUrl", own.url() + OwnProvider.DISCOVERY)
                .put("clientId", "tallygate")
                .put("clientSecret", SECRET);
        ArrayNode domains = body.putArray("domains");
        domains.add(domain);
        return body.toString();
    }

    private static String saml(String metadata) {
        return JSON.createObjectNode()
                .put("kind", "saml")
                .put("name", "Acme staff")
                .put("metadata", metadata)
                .toString();
    }

    private static JsonNode toldOf(String alias) throws Exception {
        String told = keycloak.instance(alias);
        return JSON.readTree(told == null ? "{}" : told);
    }

    private static <T> T await(Callable<T> question, java.util.function.Predicate<T> enough) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        T last = question.call();
        while (!enough.test(last) && System.nanoTime() < deadline) {
            Thread.sleep(200);
            last = question.call();
        }
        assertThat(enough.test(last))
                .as("within " + PATIENCE + ", was: " + last)
                .isTrue();
        return last;
    }

    private static String one(String sql) throws Exception {
        try (Connection administrator = portal.database().asAdministrator();
                Statement statement = administrator.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).as(sql).isTrue();
            return row.getString(1);
        }
    }
}
