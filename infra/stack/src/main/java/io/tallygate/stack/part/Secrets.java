package io.tallygate.stack.part;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.stack.process.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/// Passwords and tokens of one installation: made when first asked for, kept in a file that only its owner can read.
public final class Secrets {
    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final SecureRandom random = new SecureRandom();
    private final Path file;
    private final ObjectNode known;

    private Secrets(Path file, ObjectNode known) {
        this.file = file;
        this.known = known;
    }

    public static Secrets in(Path data) throws IOException {
        Path file = data.resolve("secrets.json");
        ObjectMapper json = new ObjectMapper();
        ObjectNode known = Files.exists(file) ? (ObjectNode) json.readTree(file.toFile()) : json.createObjectNode();
        return new Secrets(file, known);
    }

    /// 24 characters of base62, about 142 bits.
    public synchronized String password(String name) {
        return known.hasNonNull(name) ? known.get(name).asText() : keep(name, randomText(24));
    }

    /// A bearer token in the product's form: prefix, 32 random characters, 6 of checksum.
    /// @param prefix  for example `tgp_`
    public synchronized String token(String name, String prefix) {
        return known.hasNonNull(name) ? known.get(name).asText() : keep(name, withChecksum(prefix + randomText(32)));
    }

    static String withChecksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        char[] digits = new char[6];
        long rest = crc.getValue();
        for (int i = digits.length - 1; i >= 0; i--) {
            digits[i] = BASE62.charAt((int) (rest % 62));
            rest /= 62;
        }
        return text + new String(digits);
    }

    private String keep(String name, String value) {
        known.put(name, value);
        AtomicFile.write(file, known.toPrettyString());
        return value;
    }

    private String randomText(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(BASE62.charAt(random.nextInt(62)));
        }
        return text.toString();
    }
}
