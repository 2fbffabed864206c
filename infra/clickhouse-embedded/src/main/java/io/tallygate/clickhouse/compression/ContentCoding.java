package io.tallygate.clickhouse.compression;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.jspecify.annotations.Nullable;

/// The codings of HTTP that are offered, in both directions. `lz4` is the LZ4 frame format, as ClickHouse means it.
public enum ContentCoding {
    IDENTITY,
    LZ4,
    GZIP,
    DEFLATE;

    /// @return  null when it is not offered
    public static @Nullable ContentCoding named(@Nullable String name) {
        return switch (name == null ? "" : name.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> IDENTITY;
            case "lz4" -> LZ4;
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            default -> null;
        };
    }

    /// The first coding offered among those that an `Accept-Encoding` names; a weight of 0 excludes.
    public static ContentCoding accepted(@Nullable String accept) {
        if (accept != null) {
            for (String part : accept.split(",", 32)) {
                String[] words = part.split(";", 2);
                ContentCoding coding = named(words[0]);
                boolean excluded = words.length > 1 && words[1].replace(" ", "").matches("q=0(\\.0{0,3})?");
                if (coding != null && coding != IDENTITY && !excluded) {
                    return coding;
                }
            }
        }
        return IDENTITY;
    }

    public String header() {
        return name().toLowerCase(Locale.ROOT);
    }

    public InputStream decode(InputStream in) throws IOException {
        return switch (this) {
            case IDENTITY -> in;
            case LZ4 -> new LZ4FrameInputStream(in);
            case GZIP -> new GZIPInputStream(in, 1 << 16);
            case DEFLATE -> new InflaterInputStream(in);
        };
    }

    public OutputStream encode(OutputStream out) throws IOException {
        return switch (this) {
            case IDENTITY -> out;
            case LZ4 -> new LZ4FrameOutputStream(out, LZ4FrameOutputStream.BLOCKSIZE.SIZE_256KB);
            case GZIP -> new GZIPOutputStream(out, 1 << 16, true);
            case DEFLATE -> new DeflaterOutputStream(out, true);
        };
    }
}
