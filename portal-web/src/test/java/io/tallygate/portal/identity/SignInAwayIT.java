package io.tallygate.portal.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.PortalBrowser;
import io.tallygate.portal.running.RunningPortal;
import io.tallygate.portal.running.TestIdentityProvider;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The identity provider is stopped, frozen, or has new keys: who is in stays in, programs go on, and whoever wants to
/// come
/// in hears at once that it cannot be now. A portal of its own, since the provider is taken away from it.
class SignInAwayIT {
    private static RunningPortal portal;

    private final ApiClient.Person lena = ApiClient.Person.named("lena");

    @BeforeAll
    static void start() throws Exception {
        portal = RunningPortal.start(Map.of());
    }

    @AfterAll
    static void stop() throws Exception {
        portal.close();
    }

    @AfterEach
    void backAgain() throws InterruptedException {
        portal.identity().goOn();
        forgetsWhatItFoundOut();
    }

    /// Whether the provider is there is asked again after this.
    private static void forgetsWhatItFoundOut() throws InterruptedException {
        Thread.sleep(2_100);
    }

    @Test
    void stopped() throws Exception {
        survives(TestIdentityProvider::stop);
    }

    @Test
    void frozen() throws Exception {
        survives(TestIdentityProvider::freeze);
    }

    private void survives(java.util.function.Consumer<TestIdentityProvider> trouble) throws Exception {
        ApiClient owner = ApiClient.ofNewTenant(portal);
        ApiClient program = owner.withToken(
                owner.make("/tokens", "{\"name\":\"ci\"}").path("token").asText());
        PortalBrowser browser = PortalBrowser.signedIn(portal, lena);
        String access = portal.identity().token(lena.subject(), lena.email());
        trouble.accept(portal.identity());
        forgetsWhatItFoundOut();

        saysThatSignInIsAway("en", "Sign-in is away, try again");
        saysThatSignInIsAway("de", "Die Anmeldung ist gerade nicht da");
        assertThat(browser.isSignedIn()).isTrue();
        assertThat(program.get("/apis").statusCode()).isEqualTo(200);
        assertThat(owner.withToken(access).get("/api/v1/me").statusCode())
                .as("a token signed by a key we know")
                .isEqualTo(200);
        HttpResponse<String> left = browser.post("/account", "/sign-out", Map.of());
        assertThat(left.headers().firstValue("Location").orElseThrow())
                .as("our own session ends without the provider")
                .isEqualTo(portal.url() + "/");
        assertThat(browser.isSignedIn()).isFalse();

        portal.identity().goOn();
        forgetsWhatItFoundOut();
        assertThat(browser.signIn(lena, "/account").statusCode()).isEqualTo(200);
    }

    @Test
    void gone_in_the_middle_of_a_sign_in() throws Exception {
        portal.identity().letIn(lena);
        PortalBrowser browser = new PortalBrowser(portal);
        HttpResponse<String> sent = browser.get("/sign-in?return=/account");
        String callback = browser.get(sent.headers().firstValue("Location").orElseThrow())
                .headers()
                .firstValue("Location")
                .orElseThrow();
        portal.identity().freeze();
        Instant began = Instant.now();
        HttpResponse<String> answer = browser.get(callback);
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(7));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("/sign-in?return=%2Faccount");
    }

    @Test
    void an_access_token_of_a_key_that_cannot_be_fetched_is_refused_in_time() throws Exception {
        portal.identity().rotateKeys();
        ApiClient program = new ApiClient(portal, "none", portal.identity().token(lena.subject(), lena.email()));
        portal.identity().freeze();
        Instant began = Instant.now();
        assertThat(program.get("/api/v1/me").statusCode()).isIn(401, 503);
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void new_keys_are_fetched_when_a_token_names_them_and_seldom_however_many_do() throws Exception {
        ApiClient anybody = new ApiClient(portal, "none", "");
        assertThat(anybody.as(lena).get("/api/v1/me").statusCode()).isEqualTo(200);
        portal.identity().rotateKeys();
        Thread.sleep(5_100); // the least pause between two fetches
        assertThat(anybody.as(lena).get("/api/v1/me").statusCode()).isEqualTo(200);
        assertThat(PortalBrowser.signedIn(portal, lena).isSignedIn()).isTrue();

        int before = portal.identity().keysFetched();
        Instant began = Instant.now();
        for (int i = 0; i < 60; i++) {
            String unknown = TestIdentityProvider.sign(
                    TestIdentityProvider.newKey("unknown-" + i),
                    portal.identity().claims(lena.subject(), lena.email()).build());
            assertThat(anybody.withToken(unknown).get("/api/v1/me").statusCode())
                    .isEqualTo(401);
        }
        long pauses = Duration.between(began, Instant.now()).toSeconds() / 5 + 1;
        assertThat(portal.identity().keysFetched() - before)
                .as("for 60 unknown keys")
                .isLessThanOrEqualTo((int) (2 * pauses));
    }

    private void saysThatSignInIsAway(String language, String title) throws Exception {
        PortalBrowser stranger = new PortalBrowser(portal);
        Instant began = Instant.now();
        HttpResponse<String> answer = stranger.get("/sign-in?return=/account", "Accept-Language", language);
        assertThat(Duration.between(began, Instant.now())).as("at once").isLessThan(Duration.ofSeconds(4));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("10");
        assertThat(answer.body()).contains("<h1>" + title).contains("/sign-in?return=%2Faccount");
    }
}
