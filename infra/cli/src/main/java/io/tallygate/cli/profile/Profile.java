package io.tallygate.cli.profile;

import org.jspecify.annotations.Nullable;

/// @param url     of the portal
/// @param token   a personal access token, or the access token of a sign-in by browser
/// @param tenant  the slug; empty when none was chosen
/// @param signIn  null: there is a personal access token
public record Profile(
        String url, String token, String tenant, @Nullable SignIn signIn) {
    /// With a personal access token.
    public Profile(String url, String token, String tenant) {
        this(url, token, tenant, null);
    }

    /// The token stays out of logs.
    @Override
    public String toString() {
        return "profile for " + url + " " + tenant;
    }
}
