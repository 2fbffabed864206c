package io.tallygate.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.cli.output.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What was used, over time.
@Command(
        name = "usage",
        description = "What was used, over time: the last 30 days by day when nothing else is asked.",
        mixinStandardHelpOptions = true)
public final class UsageCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Connection connection;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Printing printing;

    @Option(names = "--from", paramLabel = "TIME", description = "A date, or a time as in RFC 3339; included.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Not included; now when left out.")
    private @Nullable String to;

    @Option(
            names = "--group-by",
            split = ",",
            paramLabel = "DIMENSION",
            description = "consumer, application, subscription, product, api, operation, method, status, …")
    private List<String> groupBy = new ArrayList<>();

    @Option(names = "--window", paramLabel = "WINDOW", description = "minute, hour, day, month or none.")
    private @Nullable String window;

    @Option(names = "--time-zone", paramLabel = "ZONE", defaultValue = "UTC", description = "Where a day begins.")
    private String zone = "UTC";

    @Option(names = "--meter", paramLabel = "METER", description = "What is counted; requests when left out.")
    private @Nullable String meter;

    @Option(names = "--consumer", paramLabel = "ID", description = "Only this one's.")
    private @Nullable String consumer;

    @Option(names = "--application", paramLabel = "ID", description = "Only this one's.")
    private @Nullable String application;

    @Option(names = "--api", paramLabel = "ID", description = "Only of this one.")
    private @Nullable String api;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var query = new Query()
                .and("from", from == null ? null : Times.of(from, zone))
                .and("to", to == null ? null : Times.of(to, zone))
                .and("groupBy", groupBy.isEmpty() ? null : String.join(",", groupBy))
                .and("window", window)
                .and("timeZone", zone)
                .and("meter", meter)
                .and("consumer", consumer)
                .and("application", application)
                .and("api", api);
        JsonNode usage = connection.api().get(connection.tenantPath() + "/usage" + query.text());
        printing.printText(
                usage,
                answer -> table(answer).text(printing.colours())
                        + "total %s %s; complete up to %s%n"
                                .formatted(
                                        answer.path("total").asText(),
                                        answer.path("unit").asText(),
                                        answer.path("completeUntil").asText()));
        return 0;
    }

    private Table table(JsonNode usage) {
        List<String> heads = new ArrayList<>(List.of("FROM", "TO"));
        groupBy.forEach(dimension -> heads.add(dimension.toUpperCase(java.util.Locale.ROOT)));
        heads.add(usage.path("meter").asText().toUpperCase(java.util.Locale.ROOT));
        var table = new Table(heads.toArray(String[]::new));
        for (JsonNode point : usage.path("items")) {
            List<String> cells = new ArrayList<>(
                    List.of(point.path("from").asText(), point.path("to").asText()));
            groupBy.forEach(dimension -> cells.add(point.path(dimension).asText()));
            cells.add(point.path("value").asText());
            table.row(cells.toArray(String[]::new));
        }
        return table;
    }
}
