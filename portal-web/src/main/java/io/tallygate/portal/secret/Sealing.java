package io.tallygate.portal.secret;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Seals secrets that the portal must be able to use again, so that a copy of the database alone opens nothing:
/// AES-256-GCM with a key in a file of the installation, which all of its portals share. The file has one key a line
/// (base64): the first seals, every one opens, so a new one is put above the old.
@ApplicationScoped
public class Sealing {
    private static final int KEY_BYTES = 32;
    private static final int MARK_BYTES = 4;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final List<Key> keys;

    /// @param mark  tells keys apart; says nothing of the key
    private record Key(SecretKey key, byte[] mark) {
        static Key of(String line) {
            byte[] bytes = Base64.getDecoder().decode(line);
            if (bytes.length != KEY_BYTES) {
                throw new IllegalArgumentException("a key has %d bytes".formatted(KEY_BYTES));
            }
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
                return new Key(new SecretKeySpec(bytes, "AES"), Arrays.copyOf(digest, MARK_BYTES));
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected Sealing() {
        this.keys = List.of();
    }

    /// @param file  made at the first start
    @Inject
    public Sealing(@ConfigProperty(name = "TALLYGATE_SEALING_KEY", defaultValue = "secrets/sealing.key") Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            this.keys = Files.readAllLines(file, US_ASCII).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .map(Key::of)
                    .toList();
        } catch (IOException | IllegalArgumentException unusable) {
            throw new IllegalStateException("the key " + file + " that seals secrets cannot be used", unusable);
        }
        if (keys.isEmpty()) {
            throw new IllegalStateException("the file " + file + " holds no key that seals secrets");
        }
    }

    /// At the start, not at the first secret: what cannot be used stops the start.
    void start(@Observes @Priority(50) Startup event) {
        keys.getFirst();
    }

    private static void make(Path file) throws IOException {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        Path whole = Files.createTempFile(
                folder,
                "sealing",
                ".key",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(whole, Base64.getEncoder().encodeToString(key) + "\n");
            // whole or not at all, and the first of several portals wins
            Files.createLink(file, whole);
        } catch (FileAlreadyExistsException another) {
            // its key is read
        } finally {
            Files.delete(whole);
        }
    }

    /// @param purpose  what it is for and whose it is; it opens for the same only
    public byte[] seal(byte[] secret, String purpose) {
        Key first = keys.getFirst();
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] closed = cipher(Cipher.ENCRYPT_MODE, first, nonce, purpose).doFinal(secret);
            return ByteBuffer.allocate(MARK_BYTES + NONCE_BYTES + closed.length)
                    .put(first.mark())
                    .put(nonce)
                    .put(closed)
                    .array();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a secret could not be sealed", impossible);
        }
    }

    /// @throws IllegalStateException  when it was sealed with a key that is not here, for something else, or was
    /// altered
    public byte[] open(byte[] sealed, String purpose) {
        byte[] mark = Arrays.copyOf(sealed, MARK_BYTES);
        byte[] nonce = Arrays.copyOfRange(sealed, MARK_BYTES, MARK_BYTES + NONCE_BYTES);
        for (Key key : keys) {
            if (Arrays.equals(key.mark(), mark)) {
                try {
                    return cipher(Cipher.DECRYPT_MODE, key, nonce, purpose)
                            .doFinal(sealed, MARK_BYTES + NONCE_BYTES, sealed.length - MARK_BYTES - NONCE_BYTES);
                } catch (GeneralSecurityException altered) {
                    throw new IllegalStateException("a sealed secret was altered", altered);
                }
            }
        }
        throw new IllegalStateException("a secret was sealed with a key that this portal does not have");
    }

    private static Cipher cipher(int mode, Key key, byte[] nonce, String purpose) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(UTF_8));
        return cipher;
    }
}
