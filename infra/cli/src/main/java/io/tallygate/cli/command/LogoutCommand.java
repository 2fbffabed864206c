package io.tallygate.cli.command;

import io.tallygate.cli.Surroundings;
import io.tallygate.cli.profile.Profiles;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The token itself goes on until it is revoked in the portal.
@Command(
        name = "logout",
        description = "Forget a profile. Its token stays good until it is revoked in the portal.",
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
    public Integer call() throws IOException {
        if (!new Profiles(around.configuration()).forget(connection.profileName())) {
            throw new WrongUsage("There is no profile " + connection.profileName() + ".");
        }
        around.out().println("Forgot profile " + connection.profileName() + ".");
        return 0;
    }
}
