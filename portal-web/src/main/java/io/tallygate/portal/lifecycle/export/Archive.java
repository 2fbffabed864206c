package io.tallygate.portal.lifecycle.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A ZIP file whose last entry, `manifest.json`, names all others with their size and SHA-256.
final class Archive implements AutoCloseable {
    private final ZipOutputStream zip;
    private final JsonArrayBuilder entries = Json.createArrayBuilder();

    Archive(OutputStream out) {
        this.zip = new ZipOutputStream(out, UTF_8);
    }

    /// Writes one entry.
    interface Content {
        /// @return how many rows there are; 1 for a document
        long write(OutputStream out) throws Exception;
    }

    void add(String name, Content content) throws Exception {
        MessageDigest digest = PartsOut.sha256();
        long[] size = new long[1];
        zip.putNextEntry(new ZipEntry(name));
        long rows = content.write(new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                write(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                digest.update(bytes, offset, length);
                size[0] += length;
                zip.write(bytes, offset, length);
            }
        });
        zip.closeEntry();
        entries.add(Json.createObjectBuilder()
                .add("name", name)
                .add("rows", rows)
                .add("bytes", size[0])
                .add("sha256", HexFormat.of().formatHex(digest.digest())));
    }

    /// @param head  what the manifest says besides its entries
    void finish(JsonObjectBuilder head) throws IOException {
        zip.putNextEntry(new ZipEntry("manifest.json"));
        zip.write(head.add("entries", entries).build().toString().getBytes(UTF_8));
        zip.closeEntry();
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
