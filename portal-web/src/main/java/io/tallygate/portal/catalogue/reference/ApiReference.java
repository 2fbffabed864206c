package io.tallygate.portal.catalogue.reference;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a reader wants to know of an API. All text is plain, in paragraphs.
public record ApiReference(List<String> description, List<Group> groups) {
    private static final String PROBLEM = "application/problem+json";

    /// The same, but for problem details that say no more than that they are some: where all operations have the same
    /// ones, their fields hide what differs.
    public ApiReference withProblemsBrief() {
        return new ApiReference(
                description,
                groups.stream()
                        .map(group -> new Group(
                                group.name,
                                group.anchor,
                                group.description,
                                group.operations.stream()
                                        .map(Operation::withProblemsBrief)
                                        .toList()))
                        .toList());
    }

    /// Operations under one tag.
    /// @param name  null for operations without a tag
    public record Group(@Nullable String name, String anchor, String description, List<Operation> operations) {}

    /// @param anchor       unique on the page
    /// @param path         template as written
    public record Operation(
            String anchor,
            String method,
            String path,
            String summary,
            List<String> description,
            boolean deprecated,
            List<Parameter> parameters,
            List<Body> bodies,
            List<Answer> responses) {
        private Operation withProblemsBrief() {
            return new Operation(
                    anchor,
                    method,
                    path,
                    summary,
                    description,
                    deprecated,
                    parameters,
                    bodies,
                    responses.stream().map(Answer::brief).toList());
        }
    }

    /// @param place  `path`, `query`, `header` or `cookie`
    public record Parameter(String name, String place, String type, boolean required, String description) {}

    /// @param example  pretty-printed; null when the document has none
    public record Body(
            String mediaType,
            String description,
            List<Field> fields,
            @Nullable String example) {}

    /// @param status     `200`, `4XX`, `default`
    /// @param mediaType  null when the answer has no body
    public record Answer(
            String status,
            String description,
            @Nullable String mediaType,
            List<Field> fields,
            @Nullable String example) {

        private Answer brief() {
            return PROBLEM.equals(mediaType) ? new Answer(status, description, mediaType, List.of(), null) : this;
        }

        /// How the page colours the status.
        public String tone() {
            return switch (status.charAt(0)) {
                case '2', '3' -> "good";
                case '4' -> "warn";
                case '5' -> "bad";
                default -> "";
            };
        }
    }

    /// One line of a body's table.
    /// @param depth  0 for the body's own fields
    public record Field(String name, int depth, String type, boolean required, String description) {}
}
