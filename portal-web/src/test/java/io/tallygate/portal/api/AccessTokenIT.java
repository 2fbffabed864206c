package io.tallygate.portal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.RunningPortal;
import io.tallygate.portal.running.TestIdentityProvider;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who gets into the control API, and with what.
class AccessTokenIT {
    private final RunningPortal portal = RunningPortal.shared();
    private final TestIdentityProvider provider = portal.identity();
    private final ApiClient anybody = new ApiClient(portal, "none", "");

    @Test
    void an_access_token_of_the_provider_is_taken() throws Exception {
        JsonNode me = ApiClient.json(me(provider.token("subject-1", "lena@example.com")));
        assertThat(me.path("subject").asText()).isEqualTo("subject-1");
        assertThat(me.path("email").asText()).isEqualTo("lena@example.com");
        assertThat(me.path("operator").asBoolean()).isFalse();
    }

    @Test
    void a_program_finds_out_where_its_person_signs_in() throws Exception {
        HttpResponse<String> answer = portal.get("/.well-known/oauth-protected-resource/api/v1");
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode described = ApiClient.json(answer);
        assertThat(described.path("resource").asText()).isEqualTo(portal.url() + "/api/v1");
        assertThat(described.path("authorization_servers").toString()).isEqualTo("[\"" + provider.issuer() + "\"]");
        assertThat(described.path("bearer_methods_supported").toString()).isEqualTo("[\"header\"]");
        JsonNode me = ApiClient.json(me(signed(good().claim("azp", "tallygate-cli"))));
        assertThat(me.has("subject")).as(me.toString()).isTrue();
    }

    @Test
    void what_the_provider_did_not_sign_for_us_is_refused_and_all_of_it_alike() throws Exception {
        RSAKey strangers = TestIdentityProvider.newKey("test-1");
        RSAKey unknown = TestIdentityProvider.newKey("test-2");
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("signed by another key under our key's id", TestIdentityProvider.sign(strangers, good().build()));
        bad.put("signed by a key that is not published", TestIdentityProvider.sign(unknown, good().build()));
        bad.put("not signed at all", new PlainJWT(good().build()).serialize());
        bad.put("signed with the public key as a shared secret", confused());
        bad.put("of another issuer", signed(good().issuer("http://localhost:1/realms/tallygate")));
        bad.put("of another client", signed(good().claim("azp", "somebody-elses")));
        bad.put("of no client", signed(good().claim("azp", null)));
        bad.put("an ID token", signed(good().claim("typ", "ID")));
        bad.put("a refresh token", signed(good().claim("typ", "Refresh")));
        bad.put("expired", signed(good().expirationTime(Date.from(Instant.now().minusSeconds(120)))));
        bad.put("without an end", signed(good().expirationTime(null)));
        bad.put(
                "not valid yet",
                signed(good().notBeforeTime(Date.from(Instant.now().plusSeconds(600)))));
        bad.put("of nobody", signed(good().subject(null)));
        String token = signed(good());
        bad.put("changed after it was signed", token.replaceFirst("\\..{20}", ".eyJzdWIiOiJhZG1pbiJ9AAA"));
        bad.put("cut", token.substring(0, token.length() - 5));
        bad.put("no token", "nonsense");
        bad.put("a personal token that was never issued", "tgp_0000000000000000000000000000NONE2wzGHf");
        bad.put("a gateway group's", RunningPortal.GROUP_TOKEN);
        String same = null;
        for (Map.Entry<String, String> one : bad.entrySet()) {
            HttpResponse<String> answer = me(one.getValue());
            assertThat(answer.statusCode()).as(one.getKey()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate"))
                    .as(one.getKey())
                    .isPresent();
            String said = answer.body().replaceAll("\"requestId\":\"[^\"]*\"", "…");
            same = same == null ? said : same;
            assertThat(said).as(one.getKey()).isEqualTo(same);
        }
    }

    @Test
    void without_a_token_nothing_answers_and_a_session_counts_for_nothing() throws Exception {
        HttpResponse<String> answer = anybody.send("GET", "/api/v1/me", null, "Cookie", "tallygate=0000anything");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(anybody.send("GET", "/api/v1/me", null, "Authorization", "Basic YTpi")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_person_is_bound_at_the_first_call_to_what_was_prepared_for_their_verified_address() throws Exception {
        ApiClient owner = ApiClient.ofNewTenant(portal);
        ApiClient.Person invited = ApiClient.Person.named("invited");
        owner.make("/members", "{\"email\":\"%s\",\"role\":\"publisher\"}".formatted(invited.email()));
        String unverified =
                signed(provider.claims("subject-thief", invited.email()).claim("email_verified", false));
        assertThat(owner.withToken(unverified).get("/apis").statusCode()).isEqualTo(404);
        assertThat(owner.as(invited).get("/apis").statusCode()).isEqualTo(200);
        ApiClient.Person latecomer = new ApiClient.Person("subject-late", invited.email());
        assertThat(owner.as(latecomer).get("/apis").statusCode()).isEqualTo(404);
    }

    @Test
    void a_personal_token_opens_one_tenant_until_it_is_revoked_or_expires() throws Exception {
        ApiClient owner = ApiClient.ofNewTenant(portal);
        ApiClient other = ApiClient.ofNewTenant(portal);
        JsonNode issued = owner.make("/tokens", "{\"name\":\"ci\"}");
        ApiClient program = owner.withToken(issued.path("token").asText());
        assertThat(program.read("/api/v1/me").path("tenants").size()).isEqualTo(1);
        assertThat(program.get("/apis").statusCode()).isEqualTo(200);
        assertThat(program.at(other.tenant()).get("/apis").statusCode()).isEqualTo(404);
        assertThat(owner.read("/tokens").toString())
                .doesNotContain(issued.path("token").asText());
        assertThat(owner.send("DELETE", "/tokens/" + issued.path("id").asText(), null, "If-Match", "*")
                        .statusCode())
                .isEqualTo(204);
        assertThat(program.get("/apis").statusCode()).isEqualTo(401);
        JsonNode brief = owner.make(
                "/tokens",
                "{\"name\":\"brief\",\"expiresAt\":\"%s\"}"
                        .formatted(Instant.now().plusSeconds(2)));
        ApiClient briefly = owner.withToken(brief.path("token").asText());
        assertThat(briefly.get("/apis").statusCode()).isEqualTo(200);
        Thread.sleep(2500);
        assertThat(briefly.get("/apis").statusCode()).isEqualTo(401);
    }

    private HttpResponse<String> me(String token) throws Exception {
        return anybody.withToken(token).get("/api/v1/me");
    }

    private JWTClaimsSet.Builder good() {
        return provider.claims("subject-1", "lena@example.com");
    }

    private String signed(JWTClaimsSet.Builder claims) {
        return TestIdentityProvider.sign(provider.key(), claims.build());
    }

    private String confused() throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("test-1").build(), good().build());
        token.sign(new MACSigner(provider.key().toRSAPublicKey().getEncoded()));
        return token.serialize();
    }
}
