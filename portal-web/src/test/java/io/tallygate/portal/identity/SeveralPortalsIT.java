package io.tallygate.portal.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
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
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Two portals of one installation: a session that ends at one has ended at the other.
class SeveralPortalsIT {
    private static RunningPortal second;

    private final RunningPortal first = RunningPortal.shared();
    private final ApiClient.Person lena = ApiClient.Person.named("lena");

    @BeforeAll
    static void start() throws Exception {
        second = RunningPortal.shared().beside(Map.of());
    }

    @AfterAll
    static void stop() throws Exception {
        second.close();
    }

    @Test
    void signing_out_everywhere_at_one_portal_ends_the_sessions_at_the_other() throws Exception {
        PortalBrowser here = PortalBrowser.signedIn(first, lena);
        PortalBrowser there = PortalBrowser.signedIn(second, lena);
        here.post("/account", "/account/sign-out-everywhere", Map.of());
        assertThat(there.isSignedIn()).isFalse();
    }

    @Test
    void the_providers_word_to_one_portal_ends_the_sessions_at_both() throws Exception {
        PortalBrowser here = PortalBrowser.signedIn(first, lena);
        PortalBrowser there = PortalBrowser.signedIn(second, lena);
        JWTClaimsSet ended = first.identity().ended(lena.subject()).build();
        String token = TestIdentityProvider.sign(first.identity().key(), ended);
        assertThat(tell(second, token)).isEqualTo(200);
        assertThat(here.isSignedIn()).isFalse();
        assertThat(there.isSignedIn()).isFalse();
        assertThat(tell(first, token)).as("taken at the other portal").isEqualTo(400);
    }

    private static int tell(RunningPortal portal, String token) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(portal.url() + "/sign-out/back-channel"))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(HttpRequest.BodyPublishers.ofString(
                                            "logout_token=" + URLEncoder.encode(token, StandardCharsets.UTF_8)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        }
    }
}
