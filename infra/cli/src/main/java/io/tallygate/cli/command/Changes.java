package io.tallygate.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.cli.output.Colours;
import io.tallygate.cli.output.Table;

/// Changes of a state as a person reads them: a sign, what it is, what is different, and what that brings about.
final class Changes {
    private static final int LONGEST_VALUE = 60;

    private final Colours colours;

    Changes(Colours colours) {
        this.colours = colours;
    }

    static boolean none(JsonNode comparison) {
        return comparison.path("changes").isEmpty();
    }

    String text(JsonNode comparison) {
        var text = new StringBuilder();
        comparison.path("changes").forEach(change -> add(change, text));
        return text.toString();
    }

    /// One line on how many of which.
    String summary(JsonNode comparison, String verb) {
        return none(comparison)
                ? "No change: the tenant is as the document says.\n"
                : "%s: %d created, %d updated, %d renamed, %d deleted.\n"
                        .formatted(
                                verb,
                                comparison.path("create").asInt(),
                                comparison.path("update").asInt(),
                                comparison.path("rename").asInt(),
                                comparison.path("delete").asInt());
    }

    private void add(JsonNode change, StringBuilder text) {
        String what = change.path("kind").asText() + " "
                + Table.plain(change.path("name").asText());
        text.append(
                        switch (change.path("action").asText()) {
                            case "create" -> colours.good("+ " + what);
                            case "delete" -> colours.bad("- " + what);
                            default -> colours.changed("~ " + what);
                        })
                .append('\n');
        change.path("members")
                .forEach(member -> text.append("    ")
                        .append(member.path("pointer").asText())
                        .append(": ")
                        .append(value(member.path("before")))
                        .append(" → ")
                        .append(value(member.path("after")))
                        .append('\n'));
        if (change.hasNonNull("effect")) {
            text.append("    ")
                    .append(colours.faint(Table.plain(change.path("effect").asText())))
                    .append('\n');
        }
    }

    private static String value(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "nothing";
        }
        String text = Table.plain(value.isTextual() ? value.asText() : value.toString());
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
    }
}
