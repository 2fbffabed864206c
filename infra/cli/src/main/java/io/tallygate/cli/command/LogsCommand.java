package io.tallygate.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.cli.api.ControlApi;
import io.tallygate.cli.output.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Single calls in the order in which they ended.
@Command(
        name = "logs",
        description = "Single calls, the newest last; with --follow those that come, until Ctrl-C.",
        mixinStandardHelpOptions = true)
public final class LogsCommand implements Callable<Integer> {
    private static final long BETWEEN_LOOKS_MILLIS = 1_000;
    private static final int PAGE = 200;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Connection connection;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Printing printing;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what comes.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "20",
            description = "How many of the past, 0 to 200; 20 when left out.")
    private int lines = 20;

    @Option(names = "--consumer", paramLabel = "ID", description = "Only this one's.")
    private @Nullable String consumer;

    @Option(names = "--application", paramLabel = "ID", description = "Only this one's.")
    private @Nullable String application;

    @Option(names = "--api", paramLabel = "ID", description = "Only of this one.")
    private @Nullable String api;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (lines < 0 || lines > PAGE) {
            throw new WrongUsage("--lines is 0 to " + PAGE + ".");
        }
        ControlApi portal = connection.api();
        String path = connection.tenantPath() + "/requests";
        JsonNode past = portal.get(
                path + query().and("limit", String.valueOf(Math.max(lines, 1))).text());
        List<JsonNode> newestFirst = new ArrayList<>();
        past.path("items").forEach(newestFirst::add);
        // what came so late that it is on this page and again after the cursor is printed once
        Set<String> printed = new LinkedHashSet<>();
        for (JsonNode call : newestFirst.reversed()) {
            printed.add(call.path("id").asText());
            if (lines > 0) {
                print(call);
            }
        }
        if (follow) {
            follow(portal, path, past.path("followCursor").asText(), printed);
        }
        return 0;
    }

    /// Ends when the process is ended.
    private void follow(ControlApi portal, String path, String start, Set<String> printed) throws InterruptedException {
        String after = start;
        while (true) {
            JsonNode page = portal.get(path
                    + query().and("after", after)
                            .and("limit", String.valueOf(PAGE))
                            .text());
            page.path("items").forEach(call -> {
                if (!printed.remove(call.path("id").asText())) {
                    print(call);
                }
            });
            after = page.path("followCursor").asText();
            if (page.path("items").size() < PAGE) {
                Thread.sleep(BETWEEN_LOOKS_MILLIS);
            }
        }
    }

    private Query query() {
        return new Query()
                .and("consumer", consumer)
                .and("application", application)
                .and("api", api);
    }

    private void print(JsonNode call) {
        printing.printItem(
                call,
                item -> "%s  %s  %-6s %-28s %8.1f ms  %s"
                        .formatted(
                                item.path("endedAt").asText(),
                                status(item.path("status").asInt()),
                                item.path("method").asText(),
                                Table.plain(item.path("operation").asText()),
                                item.path("latencyMicros").asLong() / 1000.0,
                                item.path("id").asText()));
    }

    private String status(int status) {
        String text = String.format("%3d", status);
        if (status == 0 || status >= 500) {
            return printing.colours().bad(text);
        }
        return status >= 400
                ? printing.colours().changed(text)
                : printing.colours().good(text);
    }
}
