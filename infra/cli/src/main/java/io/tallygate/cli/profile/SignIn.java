package io.tallygate.cli.profile;

import java.time.Instant;

/// What an identity provider gave for a sign-in by browser.
/// @param issuer       of the tokens
/// @param access       what calls show, until `accessUntil`
/// @param refresh      good once, for the next pair
public record SignIn(String issuer, String access, String refresh, Instant accessUntil) {
    /// The tokens stay out of logs.
    @Override
    public String toString() {
        return "sign-in at " + issuer + " until " + accessUntil;
    }
}
