package io.tallygate.gateway.json;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// A body without its coding. The only one that is undone is gzip, to a bound: a small body may become a large one.
public final class GzipText {
    private GzipText() {}

    /// @param coding  as Content-Encoding says it; null: there is none
    public static boolean canRead(@Nullable String coding) {
        return coding == null || isIdentity(coding) || isGzip(coding);
    }

    private static boolean isIdentity(String coding) {
        return coding.isBlank() || coding.strip().equalsIgnoreCase("identity");
    }

    private static boolean isGzip(String coding) {
        String name = coding.strip().toLowerCase(Locale.ROOT);
        return name.equals("gzip") || name.equals("x-gzip");
    }

    /// @param coding  of [#canRead]
    /// @throws JsonFault  when it is broken, or becomes longer than `maxBytes`
    public static byte[] read(@Nullable String coding, byte[] body, int maxBytes) {
        if (coding == null || isIdentity(coding)) {
            return body;
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] read = in.readNBytes(maxBytes);
            if (in.read() >= 0) {
                throw new JsonFault(
                        JsonFault.Kind.SIZE, "it is longer than " + maxBytes + " bytes when it is unzipped");
            }
            return read;
        } catch (IOException broken) {
            throw new JsonFault(JsonFault.Kind.BROKEN, "it is no gzip");
        }
    }
}
