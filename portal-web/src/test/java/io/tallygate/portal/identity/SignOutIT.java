package io.tallygate.portal.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.PortalBrowser;
import io.tallygate.portal.running.RunningPortal;
import io.tallygate.portal.running.TestIdentityProvider;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Sessions end: by their person, from another device, by the provider's word, and by time.
class SignOutIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final RunningPortal portal = RunningPortal.shared();
    private final TestIdentityProvider provider = portal.identity();
    private final ApiClient.Person lena = ApiClient.Person.named("lena");

    @Test
    void signing_out_ends_both_sides() throws Exception {
        PortalBrowser browser = PortalBrowser.signedIn(portal, lena);
        HttpResponse<String> left = browser.post("/account", "/sign-out", Map.of());
        assertThat(left.headers().firstValue("Location").orElseThrow())
                .startsWith(provider.issuer() + "/protocol/openid-connect/logout?")
                .contains("id_token_hint=", "client_id=portal", "post_logout_redirect_uri=");
        assertThat(browser.isSignedIn()).isFalse();
    }

    @Test
    void a_form_of_another_site_signs_nobody_out() throws Exception {
        PortalBrowser browser = PortalBrowser.signedIn(portal, lena);
        HttpResponse<String> forged = browser.post("/static/favicon.svg", "/sign-out", Map.of());
        assertThat(forged.statusCode()).isEqualTo(403);
        forged = browser.post("/static/favicon.svg", "/account/sign-out-everywhere", Map.of());
        assertThat(forged.statusCode()).isEqualTo(403);
    }

    @Test
    void a_person_sees_their_devices_and_ends_one_of_them() throws Exception {
        PortalBrowser phone = PortalBrowser.signedIn(portal, lena);
        PortalBrowser desk = PortalBrowser.signedIn(portal, lena);
        ApiClient api = new ApiClient(portal, "none", "").as(lena);
        JsonNode listed = api.read("/api/v1/me/sessions").path("items");
        assertThat(listed).hasSize(2);
        String phones = listed.path(0).path("id").asText();
        desk.post("/account", "/account/end", Map.of("session", phones));
        assertThat(phone.isSignedIn()).isFalse();
        assertThat(desk.isSignedIn()).isTrue();
        assertThat(api.read("/api/v1/me/sessions").path("items")).hasSize(1);
        awaitAsked("DELETE /sessions/sid-");
    }

    @Test
    void nobody_sees_or_ends_another_persons_sessions() throws Exception {
        PortalBrowser lenas = PortalBrowser.signedIn(portal, lena);
        ApiClient api = new ApiClient(portal, "none", "").as(lena);
        String id =
                api.read("/api/v1/me/sessions").path("items").path(0).path("id").asText();
        ApiClient.Person omar = ApiClient.Person.named("omar");
        ApiClient stranger = api.as(omar);
        assertThat(stranger.read("/api/v1/me/sessions").path("items")).isEmpty();
        assertThat(stranger.send("DELETE", "/api/v1/me/sessions/" + id, null).statusCode())
                .isEqualTo(404);
        PortalBrowser.signedIn(portal, omar).post("/account", "/account/end", Map.of("session", id));
        assertThat(lenas.isSignedIn()).isTrue();
    }

    @Test
    void signing_out_everywhere_ends_every_device_at_once_and_the_provider_is_told() throws Exception {
        PortalBrowser phone = PortalBrowser.signedIn(portal, lena);
        PortalBrowser desk = PortalBrowser.signedIn(portal, lena);
        desk.post("/account", "/account/sign-out-everywhere", Map.of());
        assertThat(phone.isSignedIn()).isFalse();
        assertThat(desk.isSignedIn()).isFalse();
        awaitAsked("POST /users/" + lena.subject() + "/logout");
    }

    @Test
    void a_personal_token_reaches_no_sessions() throws Exception {
        ApiClient owner = ApiClient.ofNewTenant(portal);
        String token = owner.make("/tokens", "{\"name\":\"ci\"}").path("token").asText();
        for (String method : new String[] {"GET", "DELETE"}) {
            HttpResponse<String> answer = owner.withToken(token).send(method, "/api/v1/me/sessions", null);
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("/problems/sign-in-needed");
        }
    }

    @Test
    void the_providers_word_ends_the_session_it_names_with_the_next_request() throws Exception {
        PortalBrowser phone = PortalBrowser.signedIn(portal, lena);
        String session = providerSessionOf(lena);
        PortalBrowser desk = PortalBrowser.signedIn(portal, lena);
        JWTClaimsSet one = provider.ended(lena.subject()).claim("sid", session).build();
        HttpResponse<String> answer =
                tell(TestIdentityProvider.sign(provider.key(), new JOSEObjectType("logout+jwt"), one));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(phone.isSignedIn()).isFalse();
        assertThat(desk.isSignedIn()).isTrue();
        assertThat(tell(signed(provider.ended(lena.subject()))).statusCode()).isEqualTo(200);
        assertThat(desk.isSignedIn()).isFalse();
    }

    @Test
    void a_word_that_the_provider_did_not_say_like_this_ends_nothing() throws Exception {
        PortalBrowser browser = PortalBrowser.signedIn(portal, lena);
        String subject = lena.subject();
        RSAKey strangers = TestIdentityProvider.newKey("test-1");
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put(
                "signed by another",
                TestIdentityProvider.sign(strangers, provider.ended(subject).build()));
        bad.put("not signed", new PlainJWT(provider.ended(subject).build()).serialize());
        bad.put("of another issuer", signed(provider.ended(subject).issuer("http://localhost:1/realms/tallygate")));
        bad.put("for another client", signed(provider.ended(subject).audience("somebody-else")));
        bad.put("for nobody", signed(provider.ended(subject).audience((String) null)));
        bad.put("without an event", signed(provider.ended(subject).claim("events", null)));
        bad.put("with another event", signed(provider.ended(subject).claim("events", Map.of("http://x", Map.of()))));
        bad.put("with a nonce", signed(provider.ended(subject).claim("nonce", "n")));
        bad.put("without an id", signed(provider.ended(subject).jwtID(null)));
        bad.put("of nobody and no session", signed(provider.ended(subject).subject(null)));
        bad.put("without a time", signed(provider.ended(subject).issueTime(null)));
        bad.put("said long ago", signed(provider.ended(subject).issueTime(at(-600))));
        bad.put("said tomorrow", signed(provider.ended(subject).issueTime(at(86_400))));
        bad.put("expired", signed(provider.ended(subject).expirationTime(at(-120))));
        bad.put(
                "an identity token",
                signed(provider.claims(subject, lena.email()).audience("portal")));
        bad.put("an access token", provider.token(subject, lena.email()));
        bad.put("nonsense", "nonsense");
        for (Map.Entry<String, String> one : bad.entrySet()) {
            HttpResponse<String> answer = tell(one.getValue());
            assertThat(answer.statusCode()).as(one.getKey()).isEqualTo(400);
            assertThat(answer.body()).as(one.getKey()).isEqualTo("{\"error\":\"invalid_request\"}");
        }
        assertThat(post("something=else").statusCode()).isEqualTo(400);
        assertThat(post("logout_token=" + "a".repeat(20_000)).statusCode()).isEqualTo(413);
        assertThat(portal.get("/sign-out/back-channel").statusCode()).isEqualTo(405);
        assertThat(browser.isSignedIn()).isTrue();
    }

    @Test
    void a_word_is_taken_once() throws Exception {
        String token = signed(provider.ended(lena.subject()));
        assertThat(tell(token).statusCode()).isEqualTo(200);
        PortalBrowser later = PortalBrowser.signedIn(portal, lena);
        assertThat(tell(token).statusCode()).isEqualTo(400);
        assertThat(later.isSignedIn()).isTrue();
    }

    @Test
    void whoever_is_disabled_at_the_provider_loses_the_portal_and_their_tokens_until_they_are_let_in_again()
            throws Exception {
        ApiClient owner = ApiClient.ofNewTenant(portal);
        String token = owner.make("/tokens", "{\"name\":\"ci\"}").path("token").asText();
        String subject = owner.read("/api/v1/me").path("subject").asText();
        PortalBrowser browser = PortalBrowser.signedIn(portal, new ApiClient.Person(subject, "o@example.com"));
        provider.administrationAnswers("GET /users", "200 [{\"id\":\"%s\"}]".formatted(subject));
        await(() -> !browser.isSignedIn());
        assertThat(owner.withToken(token).get("/apis").statusCode()).isEqualTo(401);
        assertThat(owner.get("/apis").statusCode()).isEqualTo(401);
        provider.administrationAnswers("GET /users", "200 []");
        await(() -> owner.withToken(token).get("/apis").statusCode() == 200);
    }

    @Test
    void whoever_is_deleted_at_the_provider_loses_the_portal() throws Exception {
        PortalBrowser browser = PortalBrowser.signedIn(portal, lena);
        provider.administrationAnswers("GET /users/" + lena.subject(), "404 {}");
        await(() -> !browser.isSignedIn());
    }

    @Test
    void time_ends_a_session_that_nobody_used_and_one_that_is_old() throws Exception {
        PortalBrowser idle = PortalBrowser.signedIn(portal, lena);
        age(lena, "last_seen_at = now() - interval '2 hours 1 minute', created_at = now() - interval '3 hours'");
        assertThat(idle.isSignedIn()).isFalse();
        PortalBrowser old = PortalBrowser.signedIn(portal, lena);
        age(lena, "created_at = now() - interval '11 hours 59 minutes'");
        assertThat(old.isSignedIn()).isTrue();
        age(lena, "created_at = now() - interval '12 hours 1 minute'");
        assertThat(old.isSignedIn()).isFalse();
    }

    @Test
    void one_more_session_than_a_person_may_have_ends_the_oldest() throws Exception {
        PortalBrowser first = PortalBrowser.signedIn(portal, lena);
        PortalBrowser second = PortalBrowser.signedIn(portal, lena);
        for (int i = 0; i < 49; i++) {
            new PortalBrowser(portal).signIn(lena, "/account");
        }
        assertThat(first.isSignedIn()).isFalse();
        assertThat(second.isSignedIn()).isTrue();
    }

    private void age(ApiClient.Person person, String change) throws Exception {
        try (Connection administrator = portal.database().asAdministrator();
                Statement statement = administrator.createStatement()) {
            statement.executeUpdate("update portal.person_session set %s where subject = '%s' and ended_at is null"
                    .formatted(change, person.subject()));
        }
    }

    private String providerSessionOf(ApiClient.Person person) throws Exception {
        try (Connection administrator = portal.database().asAdministrator();
                Statement statement = administrator.createStatement();
                ResultSet row = statement.executeQuery(
                        "select provider_session from portal.person_session where subject = '%s' order by id"
                                .formatted(person.subject()))) {
            row.next();
            return row.getString(1);
        }
    }

    private void awaitAsked(String call) throws Exception {
        await(() -> provider.asked().stream().anyMatch(asked -> asked.startsWith(call)));
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.holds()) {
            assertThat(Instant.now()).as("in time").isBefore(deadline);
            Thread.sleep(200);
        }
    }

    private static Date at(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private String signed(JWTClaimsSet.Builder claims) {
        return TestIdentityProvider.sign(provider.key(), claims.build());
    }

    private HttpResponse<String> tell(String token) throws Exception {
        return post("logout_token=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
    }

    private HttpResponse<String> post(String form) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create(portal.url() + "/sign-out/back-channel"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(form))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
