package io.tallygate.cli.profile;

/// @param url     of the portal
/// @param tenant  the slug; empty when none was chosen
public record Profile(String url, String token, String tenant) {
    /// The token stays out of logs.
    @Override
    public String toString() {
        return "profile for " + url + " " + tenant;
    }
}
