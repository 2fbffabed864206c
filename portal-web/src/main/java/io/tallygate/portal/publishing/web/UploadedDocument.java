package io.tallygate.portal.publishing.web;

import io.tallygate.portal.frame.Form;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import jakarta.ws.rs.BadRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The document of an import, uploaded as a file or pasted as text.
/// @param field  where it came from, and where its faults are shown
record UploadedDocument(String field, String text) {
    /// The page's hint says so too; the server takes a little more before it ends the connection.
    private static final int MOST_BYTES = 3 * 1024 * 1024;

    /// Notes in the form when there is no document, or too much of it.
    static UploadedDocument read(HttpServletRequest request, Form form) {
        byte[] file = file(request);
        if (file != null) {
            if (file.length > MOST_BYTES) {
                form.reject("file", "publishing.new.large");
            }
            return new UploadedDocument("file", new String(file, StandardCharsets.UTF_8));
        }
        String pasted = form.value("document");
        if (pasted.isBlank()) {
            form.reject("file", "publishing.new.needed");
        } else if (pasted.length() > MOST_BYTES) {
            form.reject("document", "publishing.new.large");
        }
        return new UploadedDocument("document", pasted);
    }

    private static byte @Nullable [] file(HttpServletRequest request) {
        String type = request.getContentType();
        if (type == null || !type.startsWith("multipart/form-data")) {
            return null;
        }
        try {
            Part part = request.getPart("file");
            if (part == null || part.getSize() == 0) {
                return null;
            }
            try (InputStream content = part.getInputStream()) {
                return content.readNBytes(MOST_BYTES + 1);
            }
        } catch (IOException | ServletException | IllegalStateException broken) {
            throw new BadRequestException(broken);
        }
    }
}
