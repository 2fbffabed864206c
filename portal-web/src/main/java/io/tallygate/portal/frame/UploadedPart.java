package io.tallygate.portal.frame;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import jakarta.ws.rs.BadRequestException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// One part of a form that uploads, to the byte: a file, or a text whose line ends the server's own reading would lose.
public final class UploadedPart {
    private UploadedPart() {}

    /// @param most  bytes; of a larger part there is one byte more
    /// @return      null when the form has no such part, or it is empty
    public static byte @Nullable [] read(HttpServletRequest request, String name, int most) {
        String type = request.getContentType();
        if (type == null || !type.startsWith("multipart/form-data")) {
            return null;
        }
        try {
            Part part = request.getPart(name);
            if (part == null || part.getSize() == 0) {
                return null;
            }
            try (InputStream content = part.getInputStream()) {
                return content.readNBytes(most + 1);
            }
        } catch (IOException | ServletException | IllegalStateException broken) {
            throw new BadRequestException(broken);
        }
    }
}
