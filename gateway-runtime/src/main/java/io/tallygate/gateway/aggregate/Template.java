package io.tallygate.gateway.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A text with references in it; `{{` is a brace.
final class Template {
    /// One of them is null.
    private record Part(@Nullable String literal, @Nullable Reference reference) {}

    private final List<Part> parts = new ArrayList<>();

    /// @throws IllegalArgumentException  says, to a person, what is wrong with it
    Template(String text) {
        StringBuilder literal = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) != '{') {
                literal.append(text.charAt(at));
            } else if (text.startsWith("{{", at)) {
                literal.append('{');
                at++;
            } else {
                int close = text.indexOf('}', at);
                if (close < 0) {
                    throw new IllegalArgumentException("a brace that is not closed: " + text);
                }
                flush(literal);
                parts.add(new Part(null, Reference.of(text.substring(at + 1, close))));
                at = close;
            }
        }
        flush(literal);
    }

    private void flush(StringBuilder literal) {
        if (!literal.isEmpty()) {
            parts.add(new Part(literal.toString(), null));
            literal.setLength(0);
        }
    }

    List<Reference> references() {
        List<Reference> references = new ArrayList<>();
        for (Part part : parts) {
            if (part.reference() != null) {
                references.add(part.reference());
            }
        }
        return references;
    }

    /// Its literals, with `x` for a value.
    String sample() {
        StringBuilder sample = new StringBuilder();
        parts.forEach(part -> sample.append(part.literal() == null ? "x" : part.literal()));
        return sample.toString();
    }

    /// The one reference that it is, and nothing around it.
    @Nullable
    Reference alone() {
        return parts.size() == 1 ? parts.getFirst().reference() : null;
    }

    /// @param each  makes a value fit for its place; null: it has none there
    /// @throws Unfilled  when a value is missing, or has no place there
    String fill(StepValues values, UnaryOperator<@Nullable String> each) {
        return fill(values, UnaryOperator.identity(), each);
    }

    /// As a parameter's value: what stands around the values is encoded as well.
    String fillQuery(StepValues values) {
        return fill(values, Places::parameter, Places::parameter);
    }

    private String fill(
            StepValues values, UnaryOperator<@Nullable String> ofLiteral, UnaryOperator<@Nullable String> each) {
        StringBuilder filled = new StringBuilder();
        for (Part part : parts) {
            Reference reference = part.reference();
            if (reference == null) {
                filled.append(ofLiteral.apply(part.literal()));
                continue;
            }
            JsonNode value = reference.in(values);
            if (value.isMissingNode()) {
                throw new Unfilled(reference.told(), true);
            }
            String fit = value.isContainerNode() ? null : each.apply(value.asText());
            if (fit == null) {
                throw new Unfilled(reference.told(), false);
            }
            filled.append(fit);
        }
        return filled.toString();
    }
}
