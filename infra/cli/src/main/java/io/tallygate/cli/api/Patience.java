package io.tallygate.cli.api;

import java.net.http.HttpHeaders;
import java.time.Duration;

/// How long a call that was put off is waited for. 429 and 503 say "later" (RFC 9110, 10.2.3); nothing else is tried
/// again.
/// @param tries    in all, the first included
/// @param longest  one wait; who asks for more is not waited for
/// @param usual    the first wait where the answer does not say; it doubles
public record Patience(int tries, Duration longest, Duration usual) {
    public static Patience standard() {
        return new Patience(6, Duration.ofSeconds(60), Duration.ofMillis(500));
    }

    static boolean saysLater(int status) {
        return status == 429 || status == 503;
    }

    /// @param failed  how often so far, from 1
    /// @return        negative: not to be tried again
    Duration after(int failed, HttpHeaders headers) {
        if (failed >= tries) {
            return Duration.ofMillis(-1);
        }
        Duration wait = headers.firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElseGet(() -> afterSilence(failed));
        return wait.compareTo(longest) > 0 ? Duration.ofMillis(-1) : wait;
    }

    /// The connection broke, so nothing was said.
    Duration afterSilence(int failed) {
        return failed >= tries ? Duration.ofMillis(-1) : usual.multipliedBy(1L << Math.min(failed - 1, 6));
    }
}
