package io.tallygate.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.cli.Surroundings;
import io.tallygate.cli.api.ControlApi;
import io.tallygate.cli.api.Patience;
import io.tallygate.cli.identity.DeviceSignIn;
import io.tallygate.cli.identity.Provider;
import io.tallygate.cli.profile.Profile;
import io.tallygate.cli.profile.Profiles;
import io.tallygate.cli.profile.SignIn;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Keeps a token that was checked, or a sign-in by browser. A token is read from the terminal without echo, or from
/// standard input; never from an argument, which other people of the machine could see.
@Command(
        name = "login",
        description =
                "Keep a personal access token (made on the console's page Tokens) for the next commands, or sign in"
                        + " with your browser.",
        footer = {
            "",
            "The token is asked for, or read from standard input: tallygate login --url URL <token.txt",
            "With --browser you open an address in any browser and confirm a code there; the sign-in is renewed while"
                    + " it is used, and kept for 30 days without."
        },
        mixinStandardHelpOptions = true)
public final class LoginCommand implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Connection connection;

    @Option(names = "--browser", description = "Sign in with a browser instead of a token.")
    private boolean browser;

    public LoginCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        String given = connection.givenUrl();
        if (given == null) {
            throw new WrongUsage("Which portal? tallygate login --url URL");
        }
        URI url = Connection.address(given);
        SignIn signIn = browser ? new DeviceSignIn(Provider.of(url), around.out()).wait(Instant.now()) : null;
        String token = signIn == null ? token() : signIn.access();
        JsonNode me = new ControlApi(url, () -> token, Patience.standard(), around.err()).get("/me");
        String tenant = tenant(me);
        var profiles = new Profiles(around.configuration());
        profiles.keep(connection.profileName(), new Profile(given, token, tenant, signIn));
        around.out()
                .printf(
                        "Signed in to %s as %s%s; kept as profile %s in %s%n",
                        url,
                        me.path("email").asText(me.path("subject").asText()),
                        tenant.isEmpty() ? "" : " at " + tenant,
                        connection.profileName(),
                        profiles.file());
        around.out().flush();
        return 0;
    }

    private String token() throws IOException {
        Console console = System.console();
        String token;
        if (around.terminal() && console != null) {
            char[] typed = console.readPassword("Token (tgp_…): ");
            token = typed == null ? "" : new String(typed);
        } else {
            var reader = new BufferedReader(new InputStreamReader(around.in(), StandardCharsets.UTF_8));
            @Nullable String line = reader.readLine();
            token = line == null ? "" : line;
        }
        if (token.isBlank()) {
            throw new WrongUsage("No token was given.");
        }
        return token.strip();
    }

    /// The one that was named, else the only one that the token opens.
    private String tenant(JsonNode me) {
        String named = connection.givenTenant();
        if (named != null) {
            return named;
        }
        var slugs = new java.util.TreeSet<String>();
        me.path("tenants").forEach(place -> slugs.add(place.path("tenant").asText()));
        me.path("consumers").forEach(place -> slugs.add(place.path("tenant").asText()));
        return slugs.size() == 1 ? slugs.first() : "";
    }
}
