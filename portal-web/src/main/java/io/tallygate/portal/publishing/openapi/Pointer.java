package io.tallygate.portal.publishing.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A place in a document, as a chain from the root: cheap to extend while walking, written out only when there is
/// something to report.
record Pointer(@Nullable Pointer parent, String name) {
    static final Pointer ROOT = new Pointer(null, "");

    Pointer to(String member) {
        return new Pointer(this, member);
    }

    Pointer to(int index) {
        return new Pointer(this, Integer.toString(index));
    }

    /// @return the member of the root that this place lies in
    Pointer top() {
        Pointer at = this;
        while (at.parent != null && at.parent.parent != null) {
            at = at.parent;
        }
        return at;
    }

    /// @return `#` for the root, else for example `#/paths/~1orders/get` (RFC 6901)
    @Override
    public String toString() {
        return "#" + path();
    }

    private String path() {
        return parent == null
                ? ""
                : parent.path() + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /// @param fragment  what follows the `#` of a reference, percent-encoded as in a URI
    /// @return          the node there, or null when the reference leads nowhere
    static @Nullable JsonNode resolve(JsonNode root, String fragment) {
        JsonNode at = root;
        if (fragment.isEmpty()) {
            return at;
        }
        for (String encoded : fragment.substring(1).split("/", -1)) {
            String name = decoded(encoded).replace("~1", "/").replace("~0", "~");
            JsonNode next = at.isArray() ? element(at, name) : at.get(name);
            if (next == null) {
                return null;
            }
            at = next;
        }
        return at;
    }

    private static @Nullable JsonNode element(JsonNode list, String name) {
        return name.matches("0|[1-9][0-9]{0,8}") ? list.get(Integer.parseInt(name)) : null;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
