package io.tallygate.cli.command;

import io.tallygate.cli.Surroundings;
import io.tallygate.cli.api.ControlApi;
import io.tallygate.cli.api.Patience;
import io.tallygate.cli.identity.Renewal;
import io.tallygate.cli.profile.Profile;
import io.tallygate.cli.profile.Profiles;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whom a command speaks to: what is typed goes before the environment, the environment before the profile.
public final class Connection {
    private final Surroundings around;

    @Option(names = "--profile", paramLabel = "NAME", description = "A profile that login made.")
    private @Nullable String profile;

    @Option(names = "--url", paramLabel = "URL", description = "The portal's address.")
    private @Nullable String url;

    @Option(names = "--tenant", paramLabel = "SLUG", description = "The tenant.")
    private @Nullable String tenant;

    public Connection(Surroundings around) {
        this.around = around;
    }

    String profileName() {
        String name = first(profile, around.variable("TALLYGATE_PROFILE"));
        return name == null ? Profiles.USUAL : name;
    }

    ControlApi api() throws IOException {
        Profile kept = kept();
        String address = first(url, around.variable("TALLYGATE_URL"), kept.url());
        if (address == null) {
            throw new WrongUsage("Which portal? Run tallygate login, or set TALLYGATE_URL.");
        }
        String token = token(kept);
        boolean own = kept.signIn() != null && token.equals(kept.token());
        var renewal = new Renewal(new Profiles(around.configuration()), profileName());
        return new ControlApi(address(address), own ? renewal::token : () -> token, Patience.standard(), around.err());
    }

    /// A kept token goes to the address that it was kept with, and to no other.
    private String token(Profile kept) {
        String given = around.variable("TALLYGATE_TOKEN");
        if (given != null) {
            return given;
        }
        String elsewhere = first(url, around.variable("TALLYGATE_URL"));
        if (kept.token().isEmpty() || (elsewhere != null && !elsewhere.equals(kept.url()))) {
            throw new WrongUsage("No token for this portal: run tallygate login, or set TALLYGATE_TOKEN.");
        }
        return kept.token();
    }

    /// What is below the tenant, from the API's root.
    String tenantPath() throws IOException {
        String slug = first(tenant, around.variable("TALLYGATE_TENANT"), kept().tenant());
        if (slug == null) {
            throw new WrongUsage("Which tenant? Name it with --tenant, or set TALLYGATE_TENANT.");
        }
        return "/tenants/" + encoded(slug);
    }

    /// As typed or in the environment; null when neither says it.
    @Nullable
    String givenUrl() {
        return first(url, around.variable("TALLYGATE_URL"));
    }

    @Nullable
    String givenTenant() {
        return first(tenant, around.variable("TALLYGATE_TENANT"));
    }

    static URI address(String text) {
        try {
            URI address = URI.create(text.strip());
            if (address.getHost() != null && address.getScheme().matches("https?")) {
                return address;
            }
        } catch (IllegalArgumentException malformed) {
            // said below
        }
        throw new WrongUsage("Not the address of a portal, such as https://portal.example.com: " + text);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Profile kept() throws IOException {
        return new Profiles(around.configuration()).find(profileName()).orElseGet(() -> {
            if (profile != null) {
                throw new WrongUsage("There is no profile " + profile + ".");
            }
            return new Profile("", "", "");
        });
    }

    private static @Nullable String first(@Nullable String... texts) {
        for (String text : texts) {
            if (text != null && !text.isBlank()) {
                return text.strip();
            }
        }
        return null;
    }
}
