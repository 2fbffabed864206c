package io.tallygate.journeys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What arrived by mail, in the stack's own mailbox, and where the links in it lead.
final class Mailbox {
    private static final Duration ASKED_TO_ARRIVED = Duration.ofSeconds(20);

    private static final Pattern LINK = Pattern.compile("https?://\\S+");

    private final HttpClient http = HttpClient.newHttpClient();
    private final RunningStack stack;

    /// @param id  of the last message so far
    record Mark(long id) {}

    Mailbox(RunningStack stack) {
        this.stack = stack;
    }

    Mark mark() throws IOException, InterruptedException {
        long last = 0;
        for (JsonNode mail : mails()) {
            last = Math.max(last, mail.path("id").asLong());
        }
        return new Mark(last);
    }

    /// The link in the message to `address` that arrives after `mark`.
    String linkTo(String address, Mark mark) throws Exception {
        return Patience.within(
                ASKED_TO_ARRIVED,
                "a message to " + address + " arrives",
                () -> {
                    for (JsonNode mail : mails()) {
                        Matcher found = LINK.matcher(mail.path("text").asText());
                        if (mail.path("id").asLong() > mark.id()
                                && mail.path("to").asText().equals(address)
                                && found.find()) {
                            return found.group();
                        }
                    }
                    return "";
                },
                link -> !link.isEmpty());
    }

    private JsonNode mails() throws IOException, InterruptedException {
        HttpRequest list = HttpRequest.newBuilder(URI.create(stack.text("mail") + "/mails.json"))
                .timeout(Duration.ofSeconds(10))
                .build();
        return new ObjectMapper()
                .readTree(http.send(list, HttpResponse.BodyHandlers.ofString()).body());
    }
}
