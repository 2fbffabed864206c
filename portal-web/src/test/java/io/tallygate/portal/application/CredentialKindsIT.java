package io.tallygate.portal.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.portal.gatewayconfig.FeedSchema;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.PortalWithUsage;
import io.tallygate.portal.running.SellingTenant;
import io.tallygate.portal.secret.Secret;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An application is known by more than keys: gateways get what they need to recognise it, and never a secret.
class CredentialKindsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Self-signed, CN=shop,O=Globex.
    private static final String CERTIFICATE = """
        -----BEGIN CERTIFICATE-----
        MIIBlDCCATugAwIBAgIUF979OKANbKfe8R+HLTzHbppSzv0wCgYIKoZIzj0EAwIw
        IDEPMA0GA1UECgwGR2xvYmV4MQ0wCwYDVQQDDARzaG9wMB4XDTI2MTEzMDE0NTgy
        MloXDTM2MTEyNzE0NTgyMlowIDEPMA0GA1UECgwGR2xvYmV4MQ0wCwYDVQQDDARz
        aG9wMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEUo5sGR5xLGkxDKGji8sHhITa
        k9wmOc94Sa53d6585O5nSB93gbneBPRjGTHGafYJus1kN5niuDf4LHSXMAbwM6NT
        MFEwHQYDVR0OBBYEFA3cZHEME8Wcze9Bq3NhHNo3j0NZMB8GA1UdIwQYMBaAFA3c
        ZHEME8Wcze9Bq3NhHNo3j0NZMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwID
        RwAwRAIgUqD+ECTVq26lxEvaj3gONjg/aoRImdUqtv0CJxx9imACIEyvFA/GvLL+
        hDoA1COMU2VLBesMGajB8Dprac2W1C0U
        -----END CERTIFICATE-----
        """;

    private SellingTenant shop;
    private String credentials;

    @BeforeEach
    void a_tenant_that_sells_an_api() throws Exception {
        shop = SellingTenant.at(PortalWithUsage.shared());
        credentials = "/applications/" + shop.application() + "/credentials";
    }

    @Test
    void a_password_is_made_shown_once_and_replaced_under_the_same_name() throws Exception {
        JsonNode made = shop.buyer().make(credentials, "{\"kind\":\"basic\",\"userName\":\"board\"}");
        String password = made.path("password").asText();
        assertThat(made.path("identity").asText()).isEqualTo("board");
        assertThat(made.has("key")).isFalse();
        assertThat(feed(made).path("kind").asText()).isEqualTo("basic");
        assertThat(feed(made).path("sha256").asText()).isEqualTo(Secret.sha256("board:" + password));

        JsonNode another = shop.buyer().make("/credentials/" + made.path("id").asText() + "/rotate", "{}");
        assertThat(another.path("identity").asText()).isEqualTo("board");
        assertThat(feed(another).path("sha256").asText())
                .isEqualTo(Secret.sha256("board:" + another.path("password").asText()));
        assertThat(feed(made).isMissingNode()).isTrue();
        String shown = shop.buyer().get(credentials).body()
                + shop.owner().get("/audit-events?limit=50").body()
                + shop.owner().get("/state").body();
        assertThat(shown)
                .contains("board")
                .doesNotContain(password)
                .doesNotContain(another.path("password").asText());
    }

    @Test
    void staff_say_whose_certificates_and_tokens_are_whose_and_what_for() throws Exception {
        ApiClient owner = shop.owner();
        JsonNode certificate = owner.make(
                credentials,
                JSON.createObjectNode()
                        .put("kind", "certificate")
                        .put("certificate", CERTIFICATE)
                        .toString());
        assertThat(certificate.path("identity").asText()).contains("CN=shop");
        assertThat(feed(certificate).path("sha256").asText())
                .hasSize(64)
                .endsWith(certificate.path("last4").asText());
        JsonNode subject = owner.make(credentials, "{\"kind\":\"certificate\",\"subject\":\"CN=till, O=Globex\"}");
        assertThat(feed(subject).path("subject").asText()).isEqualTo("CN=till,O=Globex");
        JsonNode token = owner.make(
                credentials,
                "{\"kind\":\"jwt\",\"issuer\":\"https://id.example.com\",\"client\":\"shop\",\"scopes\":[\"read\"]}");
        assertThat(feed(token).path("client").asText()).isEqualTo("shop");
        assertThat(feed(token).path("scopes").toString()).isEqualTo("[\"read\"]");
        assertThat(token.has("key")).isFalse();

        refused(owner, "{\"kind\":\"jwt\",\"issuer\":\"https://id.example.com\",\"client\":\"shop\"}", "/client");
        refused(owner, "{\"kind\":\"certificate\"}", "/certificate");
        refused(owner, "{\"kind\":\"certificate\",\"certificate\":\"no PEM\"}", "/certificate");
        refused(owner, "{\"kind\":\"certificate\",\"subject\":\"no name\"}", "/subject");
        refused(owner, "{\"kind\":\"smoke-signal\"}", "/kind");
        refused(owner, "{\"kind\":\"basic\",\"userName\":\"a:b\"}", "/userName");
        refused(shop.buyer(), "{\"kind\":\"jwt\",\"issuer\":\"https://id.example.com\",\"client\":\"other\"}", "/kind");
        refused(shop.buyer(), "{\"scopes\":[\"write\"]}", "/scopes");
        assertThat(owner.post("/credentials/" + token.path("id").asText() + "/rotate", "{}")
                        .statusCode())
                .isEqualTo(422);
        owner.make("/credentials/" + token.path("id").asText() + "/revoke", "{}");
        assertThat(feed(token).isMissingNode()).isTrue();
    }

    private void refused(ApiClient who, String body, String pointer) throws Exception {
        HttpResponse<String> answer = who.post(credentials, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(ApiClient.json(answer).at("/errors/0/pointer").asText()).isEqualTo(pointer);
    }

    /// What gateways have of it.
    private JsonNode feed(JsonNode credential) throws Exception {
        try (Connection feed = shop.at().portal().database().as("feed");
                PreparedStatement select = feed.prepareStatement(
                        "select value::text from gateway_change where kind = 'credential' and entity_id = ?::uuid and"
                                + " not deleted")) {
            select.setString(1, credential.path("id").asText());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
                }
                String value = row.getString(1);
                assertThat(FeedSchema.complaints(
                                "{\"type\":\"put\",\"revision\":1,\"kind\":\"credential\",\"id\":\"%s\",\"value\":%s}"
                                        .formatted(credential.path("id").asText(), value)))
                        .isEmpty();
                return JSON.readTree(value);
            }
        }
    }
}
