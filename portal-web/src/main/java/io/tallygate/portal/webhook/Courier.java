package io.tallygate.portal.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.outbound.OutboundAnswer;
import io.tallygate.portal.outbound.OutboundHttp;
import io.tallygate.portal.outbound.OutboundRequest;
import io.tallygate.portal.outbound.RefusedAddress;
import io.tallygate.portal.secret.Sealing;
import io.tallygate.portal.webhook.store.DeliveryLog.Due;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Makes one attempt: signs the event and sends it through the outbound wall.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Courier {
    @Inject
    private OutboundHttp outbound;

    @Inject
    private Sealing sealing;

    @Inject
    private Clock clock;

    /// What came of an attempt.
    /// @param retryAfter  for how long the receiver asked to be left alone; zero when it did not
    record Outcome(Attempt attempt, Duration retryAfter) {}

    /// What a webhook's secret is sealed for.
    static String purpose(TenantId tenant) {
        return "webhook of " + tenant;
    }

    Outcome send(TenantId tenant, Due due) {
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        byte[] body = due.body().getBytes(UTF_8);
        List<byte[]> keys = new ArrayList<>();
        keys.add(sealing.open(due.secret(), purpose(tenant)));
        if (due.previous() != null) {
            keys.add(sealing.open(due.previous(), purpose(tenant)));
        }
        String id = due.event().toString();
        Map<String, String> headers = Map.of(
                "webhook-id", id,
                "webhook-timestamp", Long.toString(at.getEpochSecond()),
                "webhook-signature", Signature.of(keys, id, at.getEpochSecond(), body));
        long began = System.nanoTime();
        try {
            OutboundAnswer answer =
                    outbound.send(OutboundRequest.post(due.url(), headers, body, WebhookLimits.ANSWER_BYTES));
            return new Outcome(
                    attempt(due, at, began, answer.status(), text(answer.body()), ""),
                    retryAfter(answer.retryAfter(), clock.instant()));
        } catch (RefusedAddress refused) {
            return new Outcome(attempt(due, at, began, null, "", "The address is not allowed."), Duration.ZERO);
        } catch (IOException none) {
            return new Outcome(attempt(due, at, began, null, "", why(none)), Duration.ZERO);
        }
    }

    private static Attempt attempt(
            Due due, Instant at, long began, @Nullable Integer status, String answer, String error) {
        int millis = (int) Duration.ofNanos(System.nanoTime() - began).toMillis();
        return new Attempt(due.attempts() + 1, at, millis, status, answer, error);
    }

    /// In words of our own: an exception's may tell of the network behind an address.
    private static String why(IOException none) {
        return switch (none) {
            case SSLException _ -> "No sound TLS connection could be made.";
            case SocketTimeoutException _ -> "No answer in time.";
            case InterruptedIOException _ -> "No answer in time.";
            case ConnectException _ -> "Nobody answers at this address.";
            case SocketException _ -> "The connection broke.";
            default -> "No sound answer came back.";
        };
    }

    /// No database keeps a NUL; other control characters have no place in a log either.
    private static String text(byte[] body) {
        String text = new String(body, UTF_8).replaceAll("[\\p{Cntrl}&&[^\\r\\n\\t]]", "\uFFFD");
        return text.length() <= WebhookLimits.ANSWER_BYTES ? text : text.substring(0, WebhookLimits.ANSWER_BYTES);
    }

    /// Seconds or a date (RFC 9110, 10.2.3); anything else asks for nothing.
    static Duration retryAfter(@Nullable String header, Instant now) {
        if (header == null) {
            return Duration.ZERO;
        }
        String text = header.strip();
        Duration asked = Duration.ZERO;
        if (text.matches("[0-9]{1,9}")) {
            asked = Duration.ofSeconds(Long.parseLong(text));
        } else {
            try {
                asked = Duration.between(
                        now,
                        ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant());
            } catch (DateTimeException malformed) {
                return Duration.ZERO;
            }
        }
        if (asked.isNegative()) {
            return Duration.ZERO;
        }
        return asked.compareTo(WebhookLimits.LONGEST_RETRY_AFTER) < 0 ? asked : WebhookLimits.LONGEST_RETRY_AFTER;
    }
}
