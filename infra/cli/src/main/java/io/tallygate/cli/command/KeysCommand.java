package io.tallygate.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.cli.api.ControlApi;
import io.tallygate.cli.api.Json;
import io.tallygate.cli.output.Table;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// API keys of applications.
@Command(name = "keys", description = "API keys of applications.", mixinStandardHelpOptions = true)
public final class KeysCommand implements Runnable {
    private static final int MOST_APPLICATIONS = 200;
    private static final int MOST_KEYS = 1_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name one: list, issue, rotate or revoke.");
    }

    @Command(
            name = "list",
            description = "The keys of one application, or of all that the token sees.",
            mixinStandardHelpOptions = true)
    int list(
            @Mixin Connection connection,
            @Mixin Printing printing,
            @Option(names = "--application", paramLabel = "ID", description = "Only this one's.") @Nullable
                    String application)
            throws IOException, InterruptedException {
        ControlApi api = connection.api();
        String tenant = connection.tenantPath();
        ObjectNode keys = Json.object();
        var items = keys.putArray("items");
        if (application != null) {
            add(api, tenant, application, items);
        } else {
            ObjectNode applications = Lists.upTo(api, tenant + "/applications", MOST_APPLICATIONS);
            if (applications.hasNonNull("nextCursor")) {
                throw new WrongUsage(
                        "There are more than " + MOST_APPLICATIONS + " applications: name one with --application.");
            }
            for (JsonNode found : applications.path("items")) {
                add(api, tenant, found.path("id").asText(), items);
            }
        }
        printing.print(keys, KeysCommand::table);
        return 0;
    }

    private static void add(
            ControlApi api, String tenant, String application, com.fasterxml.jackson.databind.node.ArrayNode items)
            throws InterruptedException {
        Lists.upTo(api, tenant + "/applications/" + Connection.encoded(application) + "/credentials", MOST_KEYS)
                .path("items")
                .forEach(items::add);
    }

    @Command(
            name = "issue",
            description = "A new key. Its text is printed now and never again.",
            mixinStandardHelpOptions = true)
    int issue(
            @Mixin Connection connection,
            @Mixin Printing printing,
            @Option(names = "--application", paramLabel = "ID", required = true, description = "Whose it is.")
                    String application,
            @Option(names = "--name", paramLabel = "NAME", description = "To tell it from others.") @Nullable
                    String name,
            @Option(names = "--environment", paramLabel = "NAME", description = "live or test.") @Nullable
                    String environment,
            @Option(names = "--expires", paramLabel = "TIME", description = "A time as in RFC 3339, or a date.")
                    @Nullable
                    String expires)
            throws IOException, InterruptedException {
        ObjectNode wanted = Json.object();
        put(wanted, "name", name);
        put(wanted, "environment", environment);
        put(wanted, "expiresAt", expires == null ? null : Times.of(expires, "UTC"));
        JsonNode issued = connection
                .api()
                .post(
                        connection.tenantPath() + "/applications/" + Connection.encoded(application) + "/credentials",
                        wanted);
        printing.printText(issued, key -> key.path("key").asText() + "\n");
        return 0;
    }

    @Command(
            name = "rotate",
            description = "A new key in the place of one. Its text is printed now and never again; the old one is good"
                    + " until --overlap-until, and refused at once without it.",
            mixinStandardHelpOptions = true)
    int rotate(
            @Mixin Connection connection,
            @Mixin Printing printing,
            @Parameters(paramLabel = "ID", description = "The old key's id, as list says it.") String id,
            @Option(
                            names = "--overlap-until",
                            paramLabel = "TIME",
                            description = "Until when the old key is good as well: a time as in RFC 3339, or a date.")
                    @Nullable
                    String overlapUntil,
            @Option(names = "--name", paramLabel = "NAME", description = "The old one's when it is left out.") @Nullable
                    String name,
            @Option(names = "--expires", paramLabel = "TIME", description = "Of the new key. Never when left out.")
                    @Nullable
                    String expires)
            throws IOException, InterruptedException {
        ObjectNode wanted = Json.object();
        put(wanted, "name", name);
        put(wanted, "overlapUntil", overlapUntil == null ? null : Times.of(overlapUntil, "UTC"));
        put(wanted, "expiresAt", expires == null ? null : Times.of(expires, "UTC"));
        JsonNode issued = connection
                .api()
                .post(connection.tenantPath() + "/credentials/" + Connection.encoded(id) + "/rotate", wanted);
        printing.printText(issued, key -> key.path("key").asText() + "\n");
        return 0;
    }

    @Command(
            name = "revoke",
            description = "Gateways refuse the key from now on. Revoking twice changes nothing.",
            mixinStandardHelpOptions = true)
    int revoke(
            @Mixin Connection connection,
            @Mixin Printing printing,
            @Parameters(paramLabel = "ID", description = "The key's id, as list says it.") String id)
            throws IOException, InterruptedException {
        JsonNode revoked = connection
                .api()
                .post(connection.tenantPath() + "/credentials/" + Connection.encoded(id) + "/revoke", Json.object());
        printing.printText(
                revoked,
                key -> "Revoked %s (…%s).%n"
                        .formatted(
                                Table.plain(key.path("name").asText()),
                                key.path("last4").asText()));
        return 0;
    }

    private static Table table(JsonNode keys) {
        var table = new Table("ID", "NAME", "ENVIRONMENT", "KEY", "STATUS", "EXPIRES", "APPLICATION");
        keys.path("items")
                .forEach(key -> table.row(
                        key.path("id").asText(),
                        key.path("name").asText(),
                        key.path("environment").asText(),
                        "…" + key.path("last4").asText(),
                        key.path("status").asText(),
                        key.hasNonNull("expiresAt") ? key.path("expiresAt").asText() : "never",
                        key.path("application").asText()));
        return table;
    }

    private static void put(ObjectNode wanted, String member, @Nullable String value) {
        if (value != null) {
            wanted.put(member, value);
        }
    }
}
