package io.tallygate.stack.part;

import io.tallygate.stack.process.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// What Keycloak's pages and messages say in our words: where there is an account to be had, and why a message came.
/// All else is Keycloak's own look. Copied to where a Keycloak looks for themes, in `themes/`.
final class KeycloakTheme {
    private static final String NAME = "tallygate";
    private static final List<String> FILES = List.of(
            "login/theme.properties",
            "login/footer.ftl",
            "login/messages/messages_en.properties",
            "login/messages/messages_de.properties",
            "email/theme.properties",
            "email/messages/messages_en.properties",
            "email/messages/messages_de.properties");

    private KeycloakTheme() {}

    /// @param home  of a Keycloak, before it starts: it reads themes once
    static void into(Path home) throws IOException {
        Path themes = home.resolve("themes");
        if (Files.isSymbolicLink(themes)) {
            Files.delete(themes); // of an earlier version, which had none of its own
        }
        for (String file : FILES) {
            AtomicFile.write(themes.resolve(NAME).resolve(file), text("/theme/" + NAME + "/" + file));
        }
    }

    private static String text(String resource) throws IOException {
        try (InputStream file = Objects.requireNonNull(KeycloakTheme.class.getResourceAsStream(resource), resource)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
