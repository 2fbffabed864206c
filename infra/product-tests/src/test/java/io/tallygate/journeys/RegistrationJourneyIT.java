package io.tallygate.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// How somebody comes by an account; and that whoever only asks learns nothing of who has one.
@ExtendWith({RunningStack.Shared.class, Visitors.Shared.class})
class RegistrationJourneyIT {
    private static final String PASSWORD = "long enough to keep";
    private static final int COMPARED = 8;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String unique = Long.toString(System.currentTimeMillis(), 36);

    @Test
    void an_address_is_proven_by_mail_and_whoever_asks_again_gets_another_message(RunningStack stack, Visitors visitors)
            throws Exception {
        Mailbox mail = new Mailbox(stack);
        String email = "ada-" + unique + "@newcomers.example";
        Visitor ada = visitors.arrive("registering-by-header");
        ada.read("/p/acme/products/parcels");
        ada.follow("Register");
        Mailbox.Mark first = mail.mark();
        ada.fill("E-mail", "no address");
        ada.press("Send the message");
        ada.sees("Please write an e-mail address");
        ada.screenshot("refused");
        ada.asksForAnAccount(email);
        ada.screenshot("sent");
        assertThat(mail.linkTo(email, first)).startsWith(stack.text("keycloak"));
        assertThat(KeycloakRealm.ours(stack)
                        .peopleNamed(email)
                        .path(0)
                        .path("emailVerified")
                        .asBoolean())
                .isFalse();

        Mailbox.Mark second = mail.mark();
        ada.follow("Ask again");
        ada.asksForAnAccount(email);
        ada.proves(mail.linkTo(email, second), PASSWORD, "Ada", "Berg");
        ada.signIn(email, PASSWORD);
        assertThat(ada.page.url()).as("where she was headed").endsWith("/p/acme/products/parcels");

        Mailbox.Mark third = mail.mark();
        ask(stack, email);
        assertThat(mail.linkTo(email, third)).isEqualTo(stack.portal() + "/sign-in?return=%2Faccount");
    }

    @Test
    void known_and_unknown_addresses_are_answered_alike(RunningStack stack, Visitors visitors) throws Exception {
        List<Long> known = new ArrayList<>();
        List<Long> unknown = new ArrayList<>();
        List<String> told = new ArrayList<>();
        ask(stack, "warm-" + unique + "@newcomers.example");
        for (int i = 0; i < 2 * COMPARED; i++) {
            boolean isKnown = i % 2 == 0;
            String email = isKnown ? stack.demo("developerUser") : "n%d-%s@newcomers.example".formatted(i, unique);
            long began = System.nanoTime();
            told.add(ask(stack, email));
            (isKnown ? known : unknown).add((System.nanoTime() - began) / 1000);
        }
        assertThat(told).as("status, headers and body").containsOnly(told.getFirst());
        known.sort(null);
        unknown.sort(null);
        System.out.printf(
                "registration on the whole stack, µs: known %s, unknown %s; all answers %s%n",
                known, unknown, told.getFirst());
        assertThat(known.get(COMPARED / 2))
                .as("the median for a known address lies among those for unknown ones")
                .isBetween(unknown.getFirst() / 2, unknown.getLast() * 2);
    }

    private String ask(RunningStack stack, String email) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(stack.portal() + "/register?return=%2Faccount"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "email=" + URLEncoder.encode(email, StandardCharsets.UTF_8)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
        headers.keySet().removeIf(name -> name.equalsIgnoreCase("date") || name.equalsIgnoreCase("x-request-id"));
        return answer.statusCode() + " " + headers + " " + answer.body();
    }
}
