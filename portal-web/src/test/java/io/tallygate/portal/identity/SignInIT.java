package io.tallygate.portal.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.PortalBrowser;
import io.tallygate.portal.running.RunningPortal;
import java.net.HttpCookie;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Coming in through the identity provider, and what is turned away at the door.
class SignInIT {
    private final RunningPortal portal = RunningPortal.shared();
    private final ApiClient.Person lena = ApiClient.Person.named("lena");

    @Test
    void a_person_comes_in_and_lands_where_they_wanted_to() throws Exception {
        PortalBrowser browser = new PortalBrowser(portal);
        HttpResponse<String> asked = browser.get("/account?x=1");
        assertThat(asked.statusCode()).isEqualTo(303);
        assertThat(location(asked)).endsWith("/sign-in?return=%2Faccount%3Fx%3D1");
        HttpResponse<String> landed = browser.signIn(lena, "/account?x=1");
        assertThat(landed.statusCode()).isEqualTo(200);
        assertThat(landed.uri().toString()).isEqualTo(portal.url() + "/account?x=1");
        assertThat(landed.body()).contains(lena.email());
        assertThat(browser.cookies().stream().map(HttpCookie::getName))
                .as("nothing of the sign-in stays behind")
                .containsExactly("tallygate");
    }

    @Test
    void looking_at_the_door_begins_no_session_and_the_provider_is_told_what_it_needs() throws Exception {
        PortalBrowser browser = new PortalBrowser(portal);
        HttpResponse<String> sent = browser.get("/sign-in?return=/", "Accept-Language", "de");
        assertThat(location(sent))
                .startsWith(portal.identity().issuer() + "/protocol/openid-connect/auth?")
                .contains("response_type=code", "code_challenge_method=S256", "nonce=", "ui_locales=de");
        assertThat(sent.headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .startsWith("tallygate_sign_in_")
                .contains("HttpOnly", "SameSite=Lax", "Path=/sign-in");
    }

    @Test
    void two_windows_may_sign_in_at_once() throws Exception {
        portal.identity().letIn(lena);
        PortalBrowser browser = new PortalBrowser(portal);
        HttpResponse<String> first = browser.get("/sign-in?return=/account");
        HttpResponse<String> second = browser.get("/sign-in?return=/account?second=1");
        assertThat(browser.follow(first).statusCode()).isEqualTo(200);
        assertThat(browser.follow(second).uri().getQuery()).isEqualTo("second=1");
    }

    @Test
    void what_comes_back_to_another_browser_twice_or_changed_opens_nothing() throws Exception {
        portal.identity().letIn(lena);
        PortalBrowser browser = new PortalBrowser(portal);
        String callback = callbackOf(browser);
        PortalBrowser thief = new PortalBrowser(portal);
        isTurnedAway(thief, callback);
        isTurnedAway(browser, callback.replaceFirst("state=.", "state=_"));
        isTurnedAway(browser, callback.replaceFirst("code=[^&]*", "code=made-up"));
        isTurnedAway(browser, "/sign-in/callback");
        isTurnedAway(browser, "/sign-in/callback?error=access_denied&" + callback.replaceFirst(".*(state=.*)", "$1"));
        String fresh = callbackOf(browser);
        assertThat(browser.get(fresh).statusCode()).isEqualTo(303);
        assertThat(browser.isSignedIn()).isTrue();
        isTurnedAway(new PortalBrowser(portal), fresh);
    }

    @Test
    void a_code_of_one_sign_in_does_not_fit_another() throws Exception {
        portal.identity().letIn(lena);
        PortalBrowser attacker = new PortalBrowser(portal);
        String attackers = callbackOf(attacker).replaceFirst(".*code=([^&]*).*", "$1");
        PortalBrowser victim = new PortalBrowser(portal);
        String victims = callbackOf(victim);
        isTurnedAway(victim, victims.replaceFirst("code=[^&]*", "code=" + attackers));
    }

    @Test
    void whoever_signs_in_anew_gets_a_new_session_id() throws Exception {
        PortalBrowser browser = PortalBrowser.signedIn(portal, lena);
        String before = sessionCookie(browser);
        browser.signIn(ApiClient.Person.named("omar"), "/account");
        assertThat(sessionCookie(browser)).isNotEqualTo(before);
    }

    @Test
    void over_tls_the_cookies_never_travel_otherwise() throws Exception {
        try (RunningPortal behindTls = portal.beside(Map.of("TALLYGATE_PORTAL_URL", "https://portal.example"))) {
            HttpResponse<String> sent = new PortalBrowser(behindTls).get("/sign-in");
            assertThat(sent.headers().firstValue("Set-Cookie").orElseThrow()).contains("Secure");
        }
    }

    private static void isTurnedAway(PortalBrowser browser, String callback) throws Exception {
        HttpResponse<String> answer = browser.get(callback);
        assertThat(answer.statusCode()).as(callback).isEqualTo(400);
        assertThat(answer.body()).contains("href=\"/sign-in?return=");
        assertThat(browser.isSignedIn()).isFalse();
    }

    /// Where the provider would send the browser back to.
    private String callbackOf(PortalBrowser browser) throws Exception {
        HttpResponse<String> sent = browser.get("/sign-in?return=/account");
        return location(browser.get(location(sent)));
    }

    private static String sessionCookie(PortalBrowser browser) {
        return browser.cookies().stream()
                .filter(cookie -> cookie.getName().equals("tallygate"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElseThrow();
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }
}
