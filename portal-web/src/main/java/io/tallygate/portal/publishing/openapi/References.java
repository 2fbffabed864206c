package io.tallygate.portal.publishing.openapi;

import static io.tallygate.portal.input.Reason.because;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.portal.input.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Every `$ref` of a document must lead to a place inside it. A schema may contain itself; a reference that is nothing
/// but
/// another reference back to it may not. References to files or other hosts are refused, never followed.
final class References {
    /// Values under these names are data of the API's own, where `$ref` means nothing.
    private static final Set<String> DATA = Set.of("example", "examples", "default", "enum", "const");

    private final JsonNode root;
    private final DocumentLimits limits;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> anchors = new HashSet<>();
    private final Map<String, @Nullable Reason> verdicts = new HashMap<>();

    private References(JsonNode root, DocumentLimits limits) {
        this.root = root;
        this.limits = limits;
    }

    static List<Finding> check(JsonNode root, DocumentLimits limits) {
        References references = new References(root, limits);
        references.collectAnchors(root);
        references.walk(root, Pointer.ROOT);
        return references.findings;
    }

    private void collectAnchors(JsonNode node) {
        for (String keyword : List.of("$anchor", "$dynamicAnchor")) {
            JsonNode anchor = node.get(keyword);
            if (anchor != null && anchor.isTextual()) {
                anchors.add(anchor.asText());
            }
        }
        node.forEach(this::collectAnchors);
    }

    private void walk(JsonNode node, Pointer at) {
        if (findings.size() >= limits.findings()) {
            return;
        }
        JsonNode reference = node.get("$ref");
        if (reference != null && reference.isTextual()) {
            Reason wrong = verdicts.computeIfAbsent(reference.asText(), this::verdict);
            if (wrong != null) {
                findings.add(new Finding(at.to("$ref").toString(), wrong));
            }
        }
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                boolean isData = DATA.contains(member.getKey()) && !at.name().equals("properties");
                // a map of named examples may hold references to components, its values may not
                if (!isData || isNamedExamples(member)) {
                    walk(member.getValue(), at.to(member.getKey()));
                }
            }
        } else {
            int index = 0;
            for (JsonNode element : node) {
                walk(element, at.to(index++));
            }
        }
    }

    private static boolean isNamedExamples(Map.Entry<String, JsonNode> member) {
        return member.getKey().equals("examples")
                && member.getValue().isObject()
                && member.getValue().properties().stream()
                        .allMatch(named ->
                                named.getValue().has("$ref") && named.getValue().size() <= 3);
    }

    /// @return null when the reference is good, else what is wrong with it
    private @Nullable Reason verdict(String reference) {
        if (!reference.startsWith("#")) {
            return because(
                    "Refers to {0}; only references within the document (#/…) are followed. Bundle the document first.",
                    shortened(reference));
        }
        String fragment = reference.substring(1);
        if (!fragment.isEmpty() && !fragment.startsWith("/")) {
            return anchors.contains(fragment)
                    ? null
                    : because("Refers to the anchor {0}, which does not exist.", shortened(reference));
        }
        Set<String> seen = new HashSet<>();
        String next = reference;
        while (seen.add(next)) {
            JsonNode target =
                    next.startsWith("#/") || next.equals("#") ? Pointer.resolve(root, next.substring(1)) : null;
            if (target == null) {
                return anchors.contains(next.substring(1))
                        ? null
                        : because("Refers to {0}, which does not exist.", shortened(next));
            }
            JsonNode onward = target.get("$ref");
            if (onward == null || !onward.isTextual() || !onward.asText().startsWith("#")) {
                return null;
            }
            next = onward.asText();
        }
        return because("Refers to {0}, which only leads back to itself.", shortened(reference));
    }

    private static String shortened(String text) {
        return text.length() <= 120 ? text : text.substring(0, 120) + "…";
    }
}
