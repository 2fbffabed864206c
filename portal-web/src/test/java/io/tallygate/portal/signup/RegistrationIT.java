package io.tallygate.portal.signup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.PortalBrowser;
import io.tallygate.portal.running.RunningPortal;
import io.tallygate.portal.running.TestMailServer;
import io.tallygate.portal.running.TestPeople;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A visitor asks for an account. A portal of its own: it believes what this machine says of other callers' addresses.
class RegistrationIT {
    private static final int MOST_FROM_AN_ADDRESS = 80;
    private static final int COMPARED = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static RunningPortal portal;
    private static TestPeople people;
    private static int addresses;

    private final String address = "203.0.113." + ++addresses;

    @BeforeAll
    static void start() throws Exception {
        portal = RunningPortal.start(Map.of(
                "TALLYGATE_TRUSTED_PROXIES",
                "127\\.0\\.0\\.1|0:0:0:0:0:0:0:1",
                "TALLYGATE_LIMIT_REGISTRATIONS_FROM_AN_ADDRESS",
                "" + MOST_FROM_AN_ADDRESS));
        people = portal.identity().people();
    }

    @AfterAll
    static void stop() throws Exception {
        portal.close();
    }

    @Test
    void an_address_that_is_known_is_answered_as_one_that_is_not_in_the_same_time() throws Exception {
        List<Long> known = new ArrayList<>();
        List<Long> unknown = new ArrayList<>();
        String first = null;
        for (int i = -10; i < COMPARED; i++) {
            String email = unique();
            if (i % 2 == 0) {
                people.add(email, false);
            }
            long began = System.nanoTime();
            HttpResponse<String> answer = ask(email, "/account", "en");
            long took = (System.nanoTime() - began) / 1000;
            if (i >= 0) {
                (i % 2 == 0 ? known : unknown).add(took);
            }
            String told = answer.statusCode() + " " + headers(answer) + " " + answer.body();
            first = first == null ? told : first;
            assertThat(told).isEqualTo(first);
        }
        HttpResponse<String> page =
                new PortalBrowser(portal).get("/register/sent?return=%2Faccount", "Accept-Language", "en");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<h1>Look into your mail</h1>");
        known.sort(null);
        unknown.sort(null);
        System.out.printf(
                "registration, median in µs: known %d, unknown %d; middle half of unknown %d to %d%n",
                known.get(known.size() / 2),
                unknown.get(unknown.size() / 2),
                unknown.get(unknown.size() / 4),
                unknown.get(unknown.size() * 3 / 4));
        assertThat(Math.abs(known.get(known.size() / 2) - unknown.get(unknown.size() / 2)))
                .as("within what two answers to unknown addresses differ by")
                .isLessThanOrEqualTo(
                        Math.max(500, unknown.get(unknown.size() * 3 / 4) - unknown.get(unknown.size() / 4)));
    }

    @Test
    void an_unknown_address_gets_an_account_without_a_password_and_its_link_again_until_it_is_used() throws Exception {
        String email = unique();
        ask(email.toUpperCase(java.util.Locale.ROOT), "/p/acme/products?x=1&y=2", "de");
        ObjectNode account = await(() -> people.of(email).stream().findFirst());
        String subject = account.path("id").asText();
        assertThat(account.path("emailVerified").asBoolean()).isFalse();
        assertThat(account.path("requiredActions").toString())
                .contains("VERIFY_EMAIL", "UPDATE_PROFILE", "UPDATE_PASSWORD");
        assertThat(account.has("credentials")).isFalse();
        assertThat(account.at("/attributes/locale/0").asText()).isEqualTo("de");
        TestPeople.Link link = await(() -> people.linksTo(subject).stream().findFirst());
        assertThat(link.query()).contains("client_id=portal", "lifespan=43200");
        String redirect =
                URLDecoder.decode(link.query().replaceFirst(".*redirect_uri=([^&]*).*", "$1"), StandardCharsets.UTF_8);
        assertThat(redirect).startsWith(portal.url() + "/sign-in?return=");
        assertThat(URLDecoder.decode(redirect.replaceFirst(".*return=", ""), StandardCharsets.UTF_8))
                .isEqualTo("/p/acme/products?x=1&y=2");

        ask(email, "/", "de");
        await(() -> when(people.linksTo(subject).size() == 2));
        assertThat(people.of(email)).hasSize(1);
        assertThat(portal.mails().to(email)).as("none of ours").isEmpty();

        people.prove(subject);
        ask(email, "/", "de");
        TestMailServer.Mail known = portal.mails().await(email);
        assertThat(known.subject()).isEqualTo("Sie haben schon ein Konto");
        assertThat(people.linksTo(subject)).hasSize(2);
    }

    @Test
    void a_known_address_is_told_how_to_sign_in_and_nothing_is_made_of_it() throws Exception {
        for (boolean unverified : new boolean[] {false, true}) {
            String email = unique();
            String subject = people.add(email, unverified);
            ask(email, "/account", "en");
            TestMailServer.Mail mail = portal.mails().await(email);
            assertThat(mail.subject()).isEqualTo("You have an account already");
            assertThat(mail.text()).contains(portal.url() + "/sign-in?return=%2Faccount");
            assertThat(people.of(email)).hasSize(1);
            assertThat(people.linksTo(subject)).isEmpty();
        }
    }

    @Test
    void who_asks_while_the_provider_is_away_is_answered_alike_and_written_to_later() throws Exception {
        String email = unique();
        portal.identity().stop();
        try {
            assertThat(ask(email, "/", "en").statusCode()).isEqualTo(303);
            Thread.sleep(2500);
        } finally {
            portal.identity().goOn();
        }
        await(() -> people.of(email).stream().findFirst());
    }

    @Test
    void too_many_from_one_address_are_refused_and_too_many_for_one_mailbox_are_not_sent() throws Exception {
        String email = unique();
        people.add(email, false);
        for (int i = 0; i < 8; i++) {
            assertThat(ask(email, "/", "en").statusCode()).isEqualTo(303);
        }
        await(() -> when(portal.mails().to(email).size() == 5));
        Thread.sleep(3000);
        assertThat(portal.mails().to(email)).hasSize(5);

        assertThat(ask("no address", "/", "en").statusCode()).isEqualTo(422);
        for (int i = 8; i < MOST_FROM_AN_ADDRESS; i++) {
            assertThat(ask(email, "/", "en").statusCode()).isEqualTo(303);
        }
        HttpResponse<String> refused = ask(unique(), "/", "en");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(refused.body()).contains("That was tried too often");
    }

    @Test
    void accounts_that_nobody_proved_are_removed_and_no_others() throws Exception {
        String forgotten = unique();
        String proven = unique();
        String young = unique();
        String anothers = unique();
        for (String email : List.of(forgotten, proven, young)) {
            ask(email, "/", "en");
            await(() -> people.of(email).stream()
                    .filter(account ->
                            !people.linksTo(account.path("id").asText()).isEmpty())
                    .findFirst());
        }
        people.add(anothers, true);
        people.prove(people.of(proven).getFirst().path("id").asText());
        String subjects = "'%s','%s'"
                .formatted(
                        people.of(forgotten).getFirst().path("id").asText(),
                        people.of(proven).getFirst().path("id").asText());
        sql("update portal.registered_person set sent_at = now() - interval '8 days' where subject in (" + subjects
                + ")");
        sql("update portal.scheduled_task set execution_time = now() where task_name = 'remove-unproven-people'");
        await(() -> when(people.of(forgotten).isEmpty()));
        await(() -> when(
                sql("update portal.registered_person set made_at = made_at where subject in (" + subjects + ")") == 0));
        assertThat(people.of(proven)).hasSize(1);
        assertThat(people.of(young)).hasSize(1);
        assertThat(people.of(anothers)).hasSize(1);
    }

    @Test
    void the_page_keeps_where_somebody_was_headed_and_needs_nobody_to_have_signed_in() throws Exception {
        PortalBrowser visitor = new PortalBrowser(portal);
        assertThat(visitor.get("/register?return=/sign-up", "Accept-Language", "de")
                        .body())
                .contains("<h1>Konto anlegen</h1>", "action=\"/register?return=/sign-up\"", "/sign-in?return=/sign-up");
        assertThat(visitor.get("/register?return=https://evil.example/").body())
                .contains("action=\"/register?return=/\"", "href=\"/sign-in?return=/\"");
        visitor.get("/sign-in?return=/first");
        visitor.get("/sign-in?return=/p/acme/applications");
        assertThat(visitor.get("/sign-in/register").headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/register?return=%2Fp%2Facme%2Fapplications"));
        assertThat(new PortalBrowser(portal).get("/sign-in/register").headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/register?return=%2F"));
        PortalBrowser lena = PortalBrowser.signedIn(portal, ApiClient.Person.named("lena"));
        assertThat(lena.get("/register?return=/account").statusCode()).isEqualTo(303);
        HttpResponse<String> foreign = HTTP.send(
                post(unique(), "/", "en").header("Sec-Fetch-Site", "cross-site").build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(foreign.statusCode()).isEqualTo(403);
    }

    private HttpResponse<String> ask(String email, String back, String language)
            throws IOException, InterruptedException {
        return HTTP.send(post(email, back, language).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder post(String email, String back, String language) {
        return HttpRequest.newBuilder(URI.create(portal.url() + "/register?return=" + encoded(back)))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Forwarded-For", address)
                .header("Accept-Language", language)
                .POST(HttpRequest.BodyPublishers.ofString("email=" + encoded(email)));
    }

    /// But for what names the single answer.
    private static Map<String, List<String>> headers(HttpResponse<String> answer) {
        Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
        headers.keySet().removeIf(name -> name.equalsIgnoreCase("date") || name.equalsIgnoreCase("x-request-id"));
        return headers;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String unique() {
        return "p" + UUID.randomUUID().toString().substring(0, 12) + "@newcomers.example";
    }

    private static int sql(String statement) throws Exception {
        try (Connection administrator = portal.database().asAdministrator();
                Statement update = administrator.createStatement()) {
            return update.executeUpdate(statement);
        }
    }

    private interface Look<T> {
        Optional<T> at() throws Exception;
    }

    private static Optional<Boolean> when(boolean so) {
        return so ? Optional.of(true) : Optional.empty();
    }

    private static <T> T await(Look<T> look) throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (true) {
            Optional<T> seen = look.at();
            if (seen.isPresent()) {
                return seen.get();
            }
            assertThat(Instant.now()).as("in time").isBefore(deadline);
            Thread.sleep(200);
        }
    }
}
