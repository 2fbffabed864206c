package io.tallygate.cli.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.cli.profile.Profile;
import io.tallygate.cli.profile.Profiles;
import io.tallygate.cli.profile.SignIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// The access token of a profile that signed in by browser, renewed shortly before it ends. A refresh token is good
/// once, so of several runs at a time one renews and the others take what it got.
public final class Renewal {
    private static final Duration BEFORE = Duration.ofSeconds(30);

    private final Profiles profiles;
    private final String name;

    public Renewal(Profiles profiles, String name) {
        this.profiles = profiles;
        this.name = name;
    }

    /// @throws NotSignedIn  when the sign-in has ended
    public String token() {
        try {
            Profile profile = kept();
            return isFresh(profile) ? profile.token() : profiles.alone(this::renewed);
        } catch (IOException broken) {
            throw new UncheckedIOException(String.valueOf(broken.getMessage()), broken);
        }
    }

    private String renewed() throws IOException {
        Profile profile = kept();
        SignIn signIn = profile.signIn();
        if (signIn == null || isFresh(profile)) {
            return profile.token();
        }
        try {
            Provider provider = Provider.at(signIn.issuer());
            Provider.Said said = provider.post(
                    "token_endpoint",
                    Map.of(
                            "grant_type",
                            "refresh_token",
                            "client_id",
                            Provider.CLIENT,
                            "refresh_token",
                            signIn.refresh()));
            if (!said.good()) {
                throw new NotSignedIn("Your sign-in has ended: run tallygate login again.");
            }
            SignIn next = signIn(signIn.issuer(), said.json(), Instant.now());
            profiles.keep(name, new Profile(profile.url(), next.access(), profile.tenant(), next));
            return next.access();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new NotSignedIn("Interrupted.");
        }
    }

    /// The provider forgets the sign-in as well. That it cannot be reached does not matter: the refresh token is gone.
    public void end() throws InterruptedException, IOException {
        SignIn signIn = kept().signIn();
        if (signIn != null) {
            Provider.at(signIn.issuer())
                    .post("revocation_endpoint", Map.of("client_id", Provider.CLIENT, "token", signIn.refresh()));
        }
    }

    private Profile kept() throws IOException {
        return profiles.find(name).orElseThrow(() -> new NotSignedIn("There is no profile " + name + "."));
    }

    private static boolean isFresh(Profile profile) {
        SignIn signIn = profile.signIn();
        return signIn == null || Instant.now().plus(BEFORE).isBefore(signIn.accessUntil());
    }

    static SignIn signIn(String issuer, JsonNode tokens, Instant now) {
        return new SignIn(
                issuer,
                tokens.path("access_token").asText(),
                tokens.path("refresh_token").asText(),
                now.plusSeconds(tokens.path("expires_in").asLong(60)));
    }
}
