package io.tallygate.cli.command;

import io.tallygate.cli.Surroundings;
import io.tallygate.cli.api.Unreachable;
import io.tallygate.cli.identity.Renewal;
import io.tallygate.cli.profile.Profiles;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// A personal access token goes on until it is revoked in the portal; a sign-in by browser ends.
@Command(
        name = "logout",
        description =
                "Forget a profile. A personal access token stays good until it is revoked in the portal; a sign-in by"
                        + " browser ends.",
        mixinStandardHelpOptions = true)
public final class LogoutCommand implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Connection connection;

    public LogoutCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var profiles = new Profiles(around.configuration());
        if (profiles.find(connection.profileName()).isPresent()) {
            try {
                new Renewal(profiles, connection.profileName()).end();
            } catch (Unreachable away) {
                around.err().println("The identity provider was not told: " + away.getMessage());
            }
        }
        if (!profiles.forget(connection.profileName())) {
            throw new WrongUsage("There is no profile " + connection.profileName() + ".");
        }
        around.out().println("Forgot profile " + connection.profileName() + ".");
        return 0;
    }
}
