package io.tallygate.cli.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.cli.output.Table;
import io.tallygate.cli.profile.SignIn;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// A person opens an address in a browser of theirs, wherever it runs, and confirms a code there; we wait for it.
public final class DeviceSignIn {
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final Duration SLOWER = Duration.ofSeconds(5);

    private final Provider provider;
    private final PrintWriter out;

    public DeviceSignIn(Provider provider, PrintWriter out) {
        this.provider = provider;
        this.out = out;
    }

    /// Returns when the person has confirmed.
    /// @throws NotSignedIn  when they refuse, or do not come
    public SignIn wait(Instant began) throws InterruptedException {
        // offline_access: a pipeline or a person goes on tomorrow; it ends when it is not used for a month
        Provider.Said asked = provider.post(
                "device_authorization_endpoint",
                Map.of("client_id", Provider.CLIENT, "scope", "openid offline_access"));
        if (!asked.good()) {
            throw new NotSignedIn("The identity provider lets nobody sign in from a terminal: " + asked.words());
        }
        JsonNode device = asked.json();
        say(device);
        Instant end = began.plusSeconds(device.path("expires_in").asLong(600));
        Duration pause = Duration.ofSeconds(device.path("interval").asLong(5));
        while (Instant.now().isBefore(end)) {
            Thread.sleep(pause);
            Provider.Said said = provider.post(
                    "token_endpoint",
                    Map.of(
                            "grant_type",
                            GRANT,
                            "client_id",
                            Provider.CLIENT,
                            "device_code",
                            device.path("device_code").asText()));
            if (said.good()) {
                return Renewal.signIn(provider.issuer(), said.json(), Instant.now());
            }
            switch (said.error()) {
                case "authorization_pending" -> {}
                case "slow_down" -> pause = pause.plus(SLOWER);
                case "access_denied" -> throw new NotSignedIn("The sign-in was refused.");
                case "expired_token" -> throw new NotSignedIn("The code was not confirmed in time; log in again.");
                default -> throw new NotSignedIn("The sign-in failed: " + said.words());
            }
        }
        throw new NotSignedIn("The code was not confirmed in time; log in again.");
    }

    private void say(JsonNode device) {
        String whole = device.path("verification_uri_complete").asText();
        out.printf(
                "Open  %s%nand confirm the code  %s%n",
                Table.plain(whole.isEmpty() ? device.path("verification_uri").asText() : whole),
                Table.plain(device.path("user_code").asText()));
        out.flush();
    }
}
