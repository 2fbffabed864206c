package io.tallygate.portal.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/// The installation's key pair for its audit log (Ed25519), in a file of its own outside of the database: a JSON Web
/// Key
/// (RFC 8037) that only the portal's user may read. Several portals of one installation share the file.
public final class SigningKey {
    private static final String ALGORITHM = "Ed25519";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final ObjectMapper JSON = new ObjectMapper();
    /// What DER puts before the 32 bytes of such a key (RFC 8410).
    private static final byte[] PRIVATE_HEAD = HexFormat.of().parseHex("302e020100300506032b657004220420");
    private static final byte[] PUBLIC_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    private final PrivateKey secret;
    private final byte[] seed;
    private final String x;

    private SigningKey(byte[] seed, String x) throws GeneralSecurityException {
        this.seed = seed.clone();
        this.x = x;
        this.secret =
                KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(joined(PRIVATE_HEAD, seed)));
    }

    /// Reads the key, or makes it when there is none yet.
    public static SigningKey at(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            JsonNode key = JSON.readTree(file.toFile());
            return new SigningKey(
                    Base64.getUrlDecoder().decode(key.path("d").asText()),
                    key.path("x").asText());
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
            throw new IllegalStateException("the audit log's key " + file + " cannot be used", unusable);
        }
    }

    private static void make(Path file) throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        String d = BASE64.encodeToString(tail(pair.getPrivate().getEncoded()));
        String x = BASE64.encodeToString(tail(pair.getPublic().getEncoded()));
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        Path whole = Files.createTempFile(
                folder,
                "audit",
                ".key",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(whole, """
                {"kty":"OKP","crv":"%s","use":"sig","x":"%s","d":"%s"}
                """.formatted(ALGORITHM, x, d));
            // whole or not at all, and the first of several portals wins
            Files.createLink(file, whole);
        } catch (FileAlreadyExistsException another) {
            // its key is read
        } finally {
            Files.delete(whole);
        }
    }

    /// The key's thumbprint (RFC 7638).
    public String id() {
        return id(x);
    }

    private static String id(String x) {
        String members = "{\"crv\":\"%s\",\"kty\":\"OKP\",\"x\":\"%s\"}".formatted(ALGORITHM, x);
        return BASE64.encodeToString(HexFormat.of().parseHex(Canonical.sha256(members.getBytes(US_ASCII))));
    }

    /// The public half, as in a JSON Web Key's member `x`.
    public String x() {
        return x;
    }

    /// @return  the signature in hexadecimal digits
    String sign(byte[] statement) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update(statement);
            return HexFormat.of().formatHex(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a checkpoint could not be signed", impossible);
        }
    }

    /// The key with which entries are sealed, made of this one.
    public Seals seals() {
        try {
            return new Seals(KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "HmacSHA256",
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(seed)
                                    .thenExpand("tallygate audit seal 1".getBytes(US_ASCII), 32)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the sealing key could not be made", impossible);
        }
    }

    /// Whether a statement was signed with the key of which this is the public half.
    static boolean signed(String x, byte[] statement, String signature) {
        try {
            PublicKey key = KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(
                            joined(PUBLIC_HEAD, Base64.getUrlDecoder().decode(x))));
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(key);
            check.update(statement);
            return check.verify(HexFormat.of().parseHex(signature));
        } catch (GeneralSecurityException | IllegalArgumentException notASignature) {
            return false;
        }
    }

    private static byte[] joined(byte[] head, byte[] key) {
        byte[] both = Arrays.copyOf(head, head.length + key.length);
        System.arraycopy(key, 0, both, head.length, key.length);
        return both;
    }

    private static byte[] tail(byte[] encoded) {
        return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    }

    /// The secret stays out of logs.
    @Override
    public String toString() {
        return "signing key " + id();
    }
}
