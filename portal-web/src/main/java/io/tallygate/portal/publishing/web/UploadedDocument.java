package io.tallygate.portal.publishing.web;

import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.UploadedPart;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The document of an import: uploaded as a file, pasted as text, or named by its address.
/// @param field  where it came from, and where its faults are shown
/// @param text   null when there is an address
/// @param url    null when there is a text
record UploadedDocument(
        String field, @Nullable String text, @Nullable String url) {
    /// The page's hint says so too; the server takes a little more before it ends the connection.
    private static final int MOST_BYTES = 3 * 1024 * 1024;

    private static final int LONGEST_ADDRESS = 2_000;

    /// Notes in the form when there is no document, or too much of it.
    static UploadedDocument read(HttpServletRequest request, Form form) {
        byte[] file = UploadedPart.read(request, "file", MOST_BYTES);
        if (file != null) {
            if (file.length > MOST_BYTES) {
                form.reject("file", "publishing.new.large");
            }
            return new UploadedDocument("file", new String(file, StandardCharsets.UTF_8), null);
        }
        // from the part itself: the server's own reading of a text part loses its line ends
        byte[] pasted = UploadedPart.read(request, "document", MOST_BYTES);
        String text = pasted == null ? "" : new String(pasted, StandardCharsets.UTF_8);
        form.with("document", text);
        String url = form.optional("documentUrl", LONGEST_ADDRESS);
        if (text.isBlank() && !url.isEmpty()) {
            return new UploadedDocument("documentUrl", null, url);
        }
        if (text.isBlank()) {
            form.reject("file", "publishing.new.needed");
        } else if (text.length() > MOST_BYTES) {
            form.reject("document", "publishing.new.large");
        }
        return new UploadedDocument("document", text, null);
    }
}
