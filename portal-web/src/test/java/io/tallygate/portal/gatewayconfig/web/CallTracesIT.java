package io.tallygate.portal.gatewayconfig.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.PortalBrowser;
import io.tallygate.portal.running.RunningPortal;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tokens that let their bearer see what calls go through.
class CallTracesIT {
    private final RunningPortal portal = RunningPortal.shared();
    private ApiClient owner;

    @BeforeEach
    void a_new_tenant() throws Exception {
        owner = ApiClient.ofNewTenant(portal);
    }

    private static byte[] mac(byte[] key, byte[] text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text);
    }

    @Test
    void a_token_names_its_tenant_route_and_end_and_is_signed_with_what_the_groups_gateways_know() throws Exception {
        UUID route = UUID.randomUUID();
        HttpResponse<String> answer = owner.post("/call-traces", "{\"route\":\"%s\",\"minutes\":15}".formatted(route));
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        JsonNode issued = ApiClient.json(answer);
        assertThat(issued.path("header").asText()).isEqualTo("X-Tallygate-Trace");
        String text = issued.path("token").asText();
        assertThat(text).startsWith("tgt_");
        byte[] token = Base64.getUrlDecoder().decode(text.substring(4));
        ByteBuffer claims = ByteBuffer.wrap(token);
        assertThat(claims.get()).isEqualTo((byte) 1);
        UUID tenant = new UUID(claims.getLong(), claims.getLong());
        assertThat(tenant.toString()).isEqualTo(owner.read("").path("id").asText());
        assertThat(new UUID(claims.getLong(), claims.getLong())).isEqualTo(route);
        Instant end = Instant.ofEpochSecond(claims.getLong());
        assertThat(end).isEqualTo(Instant.parse(issued.path("expiresAt").asText()));
        assertThat(Duration.between(Instant.now(), end).toMinutes()).isBetween(13L, 15L);
        String known = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(RunningPortal.GROUP_TOKEN.getBytes(UTF_8)));
        byte[] key = mac(known.getBytes(UTF_8), "tallygate call trace 1".getBytes(UTF_8));
        assertThat(Arrays.copyOfRange(token, 57, 89)).isEqualTo(mac(key, Arrays.copyOf(token, 57)));
    }

    @Test
    void who_changes_apis_may_have_one_and_nobody_else_and_the_audit_log_says_so_without_it() throws Exception {
        JsonNode issued = owner.make("/call-traces", "{}");
        assertThat(issued.path("route").isNull()).isTrue();
        String audit = owner.read("/audit-events").toString();
        assertThat(audit)
                .contains("call-trace", issued.path("id").asText())
                .doesNotContain(issued.path("token").asText());
        ApiClient.Person viewer = ApiClient.Person.named("Vera");
        owner.make("/members", "{\"email\":\"%s\",\"role\":\"viewer\"}".formatted(viewer.email()));
        assertThat(owner.as(viewer).post("/call-traces", "{}").statusCode()).isEqualTo(403);
        assertThat(ApiClient.ofNewTenant(portal)
                        .at(owner.tenant())
                        .post("/call-traces", "{}")
                        .statusCode())
                .isEqualTo(404);
        HttpResponse<String> forHours = owner.post("/call-traces", "{\"minutes\":600}");
        assertThat(forHours.statusCode()).isEqualTo(422);
        assertThat(ApiClient.json(forHours)
                        .path("errors")
                        .path(0)
                        .path("pointer")
                        .asText())
                .isEqualTo("/minutes");
    }

    @Test
    void the_console_shows_a_token_once_to_who_changes_apis() throws Exception {
        ApiClient.Person publisher = ApiClient.Person.named("Pia");
        owner.make("/members", "{\"email\":\"%s\",\"role\":\"publisher\"}".formatted(publisher.email()));
        PortalBrowser browser = PortalBrowser.signedIn(portal, publisher);
        String page = "/console/" + owner.tenant() + "/gateways";
        assertThat(browser.get(page).body())
                .contains("What a call goes through")
                .doesNotContain("tgt_");
        assertThat(browser.post(page, page + "/call-trace", Map.of()).statusCode())
                .isEqualTo(303);
        HttpResponse<String> shown = browser.get(page);
        assertThat(shown.body()).containsPattern("X-Tallygate-Trace: tgt_[0-9A-Za-z_-]{119}");
        assertThat(shown.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        assertThat(browser.get(page).body()).doesNotContain("tgt_");
        ApiClient.Person viewer = ApiClient.Person.named("Vic");
        owner.make("/members", "{\"email\":\"%s\",\"role\":\"viewer\"}".formatted(viewer.email()));
        assertThat(PortalBrowser.signedIn(portal, viewer).get(page).body()).doesNotContain("What a call goes through");
    }
}
