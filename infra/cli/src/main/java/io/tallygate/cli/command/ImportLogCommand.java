package io.tallygate.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.cli.Surroundings;
import io.tallygate.cli.accesslog.LogForm;
import io.tallygate.cli.accesslog.LogImport;
import io.tallygate.cli.accesslog.LoggedRoutes;
import io.tallygate.cli.accesslog.Subscribers;
import io.tallygate.cli.api.ControlApi;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Moving in: what another gateway has logged is counted here.
@Command(
        name = "import-log",
        description = {
            "Counts the requests of another gateway's access logs, in Combined or JSON form: each line becomes an"
                    + " event at a gateway's events address.",
            "Run it again whenever you like, with the lines in any order: a line is the same event each time, and is"
                    + " counted once."
        },
        footer = {
            "",
            "The credential for events stands in TALLYGATE_EVENTS_KEY. A meter must count events of the type; their"
                    + " data has api, operation, method, status and bytes.",
            "Lines that cannot be counted are listed and kept in a file of their own: mend them, or the rules, and"
                    + " import that file with the same --source.",
            "Ends with 0 when every line was taken, 1 when some were not."
        },
        mixinStandardHelpOptions = true)
public final class ImportLogCommand implements Callable<Integer> {
    private static final String CREDENTIAL = "TALLYGATE_EVENTS_KEY";

    /// How a log writes a request.
    public enum Written {
        AUTO,
        COMBINED,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final Surroundings around;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Connection connection;

    @Parameters(paramLabel = "LOG", arity = "1..*", description = "Files, .gz among them; - is what is piped in.")
    private List<String> logs = new ArrayList<>();

    @Option(names = "--gateway", paramLabel = "URL", description = "Where events go; nothing is sent without it.")
    private @Nullable String gateway;

    @Option(
            names = "--source",
            paramLabel = "NAME",
            defaultValue = "access-log",
            description = "Whose log this is: equal lines of two sources are two requests; access-log when left out.")
    private String source = "access-log";

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = "access-log.request",
            description = "Of the events, as a meter has it; access-log.request when left out.")
    private String type = "access-log.request";

    @Option(names = "--format", paramLabel = "FORM", description = "${COMPLETION-CANDIDATES}; auto when left out.")
    private Written written = Written.AUTO;

    @Option(
            names = "--field",
            paramLabel = "OURS=THEIRS",
            description = "What the log calls time, caller, method, path, status or bytes, where it is nothing usual; a"
                    + " JSON pointer where it lies deeper.")
    private Map<String, String> fields = new LinkedHashMap<>();

    @Option(names = "--callers", paramLabel = "FILE", description = "A caller and its subscription's id a line.")
    private @Nullable Path callers;

    @Option(
            names = "--rule",
            paramLabel = "PATTERN=ID",
            description = "The subscription of callers that a regular expression fits; the first that does.")
    private List<String> rules = new ArrayList<>();

    @Option(names = "--subscription", paramLabel = "ID", description = "That of all other callers.")
    private @Nullable String others;

    @Option(
            names = "--routes",
            paramLabel = "FILE",
            description = "METHOD /path API [OPERATION] a line; * is any method, {name} any segment, /** any rest.")
    private @Nullable Path routes;

    @Option(
            names = "--api",
            paramLabel = "ID",
            description = "An API whose operations, as the portal has them, are the routes; several may be named.")
    private List<String> apis = new ArrayList<>();

    @Option(names = "--rejects", paramLabel = "FILE", description = "Where bad lines go; LOG.bad when left out.")
    private @Nullable Path rejects;

    public ImportLogCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        String credential = around.variable(CREDENTIAL);
        if (gateway != null && credential == null) {
            throw new WrongUsage("The credential for events is wanted in " + CREDENTIAL + ".");
        }
        URI to = gateway == null ? null : Connection.address(gateway);
        try (LogImport work = new LogImport(order(), to, credential == null ? "" : credential, around.err())) {
            for (String log : logs) {
                try (InputStream in = open(log)) {
                    work.read(in);
                }
            }
            LogImport.Outcome outcome = work.finish();
            around.out()
                    .printf(
                            "%d lines: %d %s, %d bad%s%n",
                            outcome.lines(),
                            outcome.taken(),
                            to == null ? "good" : "taken",
                            outcome.bad(),
                            outcome.bad() == 0 ? "" : ", kept in " + rejects());
            around.out().flush();
            return outcome.bad() == 0 ? 0 : 1;
        }
    }

    private InputStream open(String log) throws IOException {
        if (log.equals("-")) {
            return around.in();
        }
        InputStream in = Files.newInputStream(Path.of(log));
        return log.endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
    }

    private Path rejects() {
        if (rejects != null) {
            return rejects;
        }
        return Path.of(logs.getFirst().equals("-") ? "access-log.bad" : logs.getFirst() + ".bad");
    }

    private LogImport.Order order() throws IOException, InterruptedException {
        try {
            Subscribers subscribers = new Subscribers();
            if (callers != null) {
                subscribers.name(callers);
            }
            rules.forEach(subscribers::rule);
            if (others != null) {
                subscribers.others(others);
            }
            LogForm form = switch (written) {
                case AUTO -> LogForm.any(fields);
                case COMBINED -> LogForm.combined();
                case JSON -> LogForm.json(fields);
            };
            Path here = rejects().toAbsolutePath().getParent();
            return new LogImport.Order(
                    form, subscribers, routes(), source, type, rejects(), here == null ? Path.of(".") : here);
        } catch (IllegalArgumentException wrong) {
            throw new WrongUsage(String.valueOf(wrong.getMessage()));
        }
    }

    private LoggedRoutes routes() throws IOException, InterruptedException {
        LoggedRoutes all = new LoggedRoutes();
        if (routes != null) {
            all.read(routes);
        }
        if (!apis.isEmpty()) {
            ControlApi portal = connection.api();
            for (String id : apis) {
                JsonNode api = portal.get(connection.tenantPath() + "/apis/" + Connection.encoded(id));
                String base = api.path("basePath").asText().replaceFirst("/+$", "");
                String name = api.path("slug").asText(id);
                for (JsonNode operation : api.path("operations")) {
                    String path = operation.path("path").asText();
                    String method = operation.path("method").asText();
                    String operationId = operation.path("id").asText(method + " " + path);
                    all.add(method, base + path, name, operationId);
                }
                all.add("*", base + "/**", name, "");
            }
        }
        if (all.isEmpty()) {
            throw new WrongUsage("Which request is which operation? Name --routes or --api.");
        }
        return all;
    }
}
