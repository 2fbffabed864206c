package io.tallygate.portal.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.portal.secret.Secret;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/// A caller's own name for one call, and what is sealed under it. Only who sends the same key again can open the
/// answer:
/// the database has the key's hash.
/// @param subject  whose key it is; another person's same key is another key
/// @param text     1 to 255 visible ASCII characters; the less it can be guessed, the better it seals
record IdempotencyKey(String subject, String text) {
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    IdempotencyKey {
        if (!FORM.matcher(text).matches()) {
            throw ApiProblem.badRequest("Idempotency-Key has 1 to 255 visible ASCII characters.");
        }
    }

    /// What the database knows it by.
    String sha256() {
        return Secret.sha256("idempotency-key\n" + subject + "\n" + text);
    }

    byte[] seal(byte[] answer) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, answer);
        return ByteBuffer.allocate(nonce.length + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
    }

    byte[] open(byte[] sealed) {
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        return crypt(Cipher.DECRYPT_MODE, nonce, Arrays.copyOfRange(sealed, NONCE_BYTES, sealed.length));
    }

    private byte[] crypt(int mode, byte[] nonce, byte[] content) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key(), new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(content);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("an answer could not be sealed or opened", impossible);
        }
    }

    private SecretKey key() throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA256")
                .deriveKey(
                        "AES",
                        HKDFParameterSpec.ofExtract()
                                .addIKM((subject + "\n" + text).getBytes(UTF_8))
                                .thenExpand("tallygate idempotent answer".getBytes(UTF_8), 32));
    }

    /// The text stays out of logs.
    @Override
    public String toString() {
        return "idempotency key of " + subject;
    }
}
