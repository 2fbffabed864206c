package io.tallygate.portal.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureTest {
    /// The example that Standard Webhooks' own libraries are tested with.
    private static final byte[] KEY = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final long TIME = 1_614_265_330;
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);
    private static final String EXPECTED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    @Test
    void the_published_example_is_signed_as_published() {
        assertThat(Signature.of(List.of(KEY), ID, TIME, BODY)).isEqualTo(EXPECTED);
    }

    @Test
    void two_keys_sign_each_on_its_own() {
        byte[] other = Signature.newKey();
        assertThat(Signature.of(List.of(other, KEY), ID, TIME, BODY))
                .isEqualTo(Signature.of(List.of(other), ID, TIME, BODY) + " " + EXPECTED);
    }

    @Test
    void a_new_secret_is_written_as_the_standard_says_and_is_never_the_same() {
        Set<String> secrets = Stream.generate(() -> Signature.text(Signature.newKey()))
                .limit(100)
                .collect(Collectors.toSet());
        assertThat(secrets).hasSize(100).allSatisfy(secret -> {
            assertThat(secret).startsWith("whsec_");
            assertThat(Base64.getDecoder().decode(secret.substring(6))).hasSizeBetween(24, 64);
        });
    }

    @ParameterizedTest(name = "Retry-After: {0} is {1} s")
    @CsvSource({
        "120, 120",
        "0, 0",
        "999999999, 86400",
        "'Mon, 30 Nov 2026 10:00:30 GMT', 30",
        "'Mon, 30 Nov 2026 09:00:00 GMT', 0",
        "soon, 0",
        "-5, 0",
        ", 0"
    })
    void what_a_receiver_asks_for_is_understood_and_bounded(String header, long seconds) {
        assertThat(Courier.retryAfter(header, Instant.parse("2026-11-30T10:00:00Z")))
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void retries_go_on_for_three_days_in_growing_pauses() {
        Retries usual = new Retries(Retries.USUAL, "P5D");
        Duration sum = Duration.ZERO;
        Duration last = Duration.ZERO;
        for (int tries = 1; tries <= 9; tries++) {
            Duration pause = usual.pause(tries).orElseThrow();
            assertThat(pause).isGreaterThan(last.multipliedBy(9).dividedBy(11));
            last = pause;
            sum = sum.plus(pause);
        }
        System.out.println("webhook: 10 attempts within " + sum);
        assertThat(sum).isBetween(Duration.ofHours(65), Duration.ofHours(85));
        assertThat(usual.pause(10)).isEmpty();
    }

    @Test
    void types_are_called_by_what_happened_to_what_and_found_by_that_name() {
        assertThat(EventType.CONSUMER_MEMBER_JOINED.wireName()).isEqualTo("consumer-member.joined");
        assertThat(EventType.values())
                .allSatisfy(type -> assertThat(EventType.of(type.wireName())).contains(type));
        assertThat(EventType.API_PUBLISHED.members()).containsExactly("api", "environment", "version", "deployedAt");
    }
}
