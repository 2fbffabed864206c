package io.tallygate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// A command line as a person types it, and what came of it.
final class Typed {
    private final Path home;
    private final Map<String, String> variables = new HashMap<>();
    private String input = "";

    record Result(int code, String out, String err) {}

    Typed(Path home) {
        this.home = home;
    }

    Typed with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    Typed at(SmallPortal portal) {
        return with("TALLYGATE_URL", portal.url())
                .with("TALLYGATE_TOKEN", "tgp_test")
                .with("TALLYGATE_TENANT", "acme");
    }

    Typed reading(String text) {
        input = text;
        return this;
    }

    Result run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = TallygateMain.run(
                new Surroundings(
                        variables,
                        home,
                        new ByteArrayInputStream(input.getBytes(UTF_8)),
                        new PrintWriter(out),
                        new PrintWriter(err),
                        false),
                arguments);
        return new Result(code, out.toString(), err.toString());
    }
}
