package io.tallygate.portal.routing.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One member of a schema, as a form shows it.
/// @param name     of the input, and its id: the member's JSON pointer in the form's value
/// @param value    as typed, or as it is
/// @param options  of a choice
/// @param error    in the reader's language
/// @param inside   of a group
public record Field(
        String name,
        Look look,
        String label,
        @Nullable String hint,
        boolean required,
        String value,
        List<String> options,
        @Nullable String error,
        List<Field> inside) {
    /// How a member is asked for.
    public enum Look {
        /// One line.
        TEXT,
        /// A whole number or a decimal.
        NUMBER,
        /// Yes or no.
        FLAG,
        CHOICE,
        /// One item a line.
        LINES,
        /// A name, a colon and a value a line.
        PAIRS,
        /// Never shown again: empty leaves it as it is.
        SECRET,
        /// As [#SECRET], of more than one line.
        SECRET_TEXT,
        /// Text of more than one line.
        AREA,
        /// What is too deep for a form.
        JSON,
        /// Members of an object.
        GROUP,
        /// An object of a list; the last one is empty, for one more.
        ITEM
    }

    public Field {
        options = List.copyOf(options);
        inside = List.copyOf(inside);
    }

    /// The part of the template that shows it.
    public String part() {
        return switch (look) {
            case TEXT, NUMBER -> "line";
            case FLAG -> "flag";
            case CHOICE -> "choice";
            case SECRET -> "secret";
            case LINES, PAIRS, AREA, JSON, SECRET_TEXT -> "area";
            case GROUP, ITEM -> "group";
        };
    }

    /// For `aria-describedby`; null when there is nothing to point at.
    public @Nullable String describedBy() {
        String ids = (hint == null ? "" : name + "-hint") + (error == null ? "" : " " + name + "-wrong");
        return ids.isBlank() ? null : ids.strip();
    }
}
