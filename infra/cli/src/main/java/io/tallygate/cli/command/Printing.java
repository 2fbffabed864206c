package io.tallygate.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.cli.Surroundings;
import io.tallygate.cli.api.Json;
import io.tallygate.cli.output.Colours;
import io.tallygate.cli.output.Form;
import io.tallygate.cli.output.Table;
import io.tallygate.cli.output.Yaml;
import java.util.function.Function;
import picocli.CommandLine.Option;

/// In which form a command prints what it got.
public final class Printing {
    private final Surroundings around;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}; table when left out.")
    private Form form = Form.TABLE;

    public Printing(Surroundings around) {
        this.around = around;
    }

    Form form() {
        return form;
    }

    Colours colours() {
        return new Colours(around.coloured());
    }

    /// @param table  made only when it is asked for
    void print(JsonNode answer, Function<JsonNode, Table> table) {
        printText(answer, value -> table.apply(value).text(colours()));
    }

    void printText(JsonNode answer, Function<JsonNode, String> text) {
        switch (form) {
            case TABLE -> around.out().print(text.apply(answer));
            case JSON -> around.out().println(Json.pretty(answer));
            case YAML -> around.out().print(Yaml.of(answer));
        }
        around.out().flush();
    }

    /// One item of a list that goes on: a JSON line, a YAML document, or a line.
    void printItem(JsonNode item, Function<JsonNode, String> line) {
        switch (form) {
            case TABLE -> around.out().println(line.apply(item));
            case JSON -> around.out().println(item);
            case YAML -> around.out().print("---\n" + Yaml.of(item));
        }
        around.out().flush();
    }
}
