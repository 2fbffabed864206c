package io.tallygate.gateway.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/// Where the configuration comes from.
/// @param feed         `http://portal/gateway-feed/v1`
/// @param group        this gateway's
/// @param token        the group's credential
/// @param lastGood     the file that the newest configuration is kept in
/// @param instance     this gateway's name; the same after a restart
/// @param version      of this build
/// @param silence      a feed that says nothing for so long is left and asked anew
/// @param firstRetry   wait after a failure; it doubles, with jitter
/// @param maxRetry     … up to this
/// @param reportEvery  how often the instance says what it has applied
public record FeedSettings(
        URI feed,
        String group,
        String token,
        Path lastGood,
        String instance,
        String version,
        Duration silence,
        Duration firstRetry,
        Duration maxRetry,
        Duration reportEvery) {

    /// 20 s of silence; retries from 200 ms to 5 s; a report every 10 s.
    public FeedSettings(URI feed, String group, String token, Path lastGood, String instance, String version) {
        this(
                feed,
                group,
                token,
                lastGood,
                instance,
                version,
                Duration.ofSeconds(20),
                Duration.ofMillis(200),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10));
    }

    @Override
    public String toString() {
        return "feed of group " + group + " at " + feed;
    }
}
