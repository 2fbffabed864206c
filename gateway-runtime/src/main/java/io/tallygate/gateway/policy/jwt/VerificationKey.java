package io.tallygate.gateway.policy.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One key that signatures are checked with, bound to what it is for. Used by several threads at once.
final class VerificationKey {
    private static final int LEAST_RSA_BITS = 2048;
    /// What stands before the 32 octets of an Ed25519 key in its encoding (RFC 8410, 4).
    private static final byte[] ED25519 = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

    private final @Nullable String id;
    private final String type;
    private final @Nullable String curve;
    private final @Nullable Algorithm pinned;
    private final @Nullable JWSVerifier verifier;
    private final @Nullable PublicKey ed25519;

    /// @throws JOSEException             not a key that signatures can be checked with
    /// @throws IllegalArgumentException  the same
    VerificationKey(JWK key) throws JOSEException {
        id = key.getKeyID();
        type = key.getKeyType().getValue();
        if (key.getKeyUse() != null && !key.getKeyUse().equals(KeyUse.SIGNATURE)) {
            throw new IllegalArgumentException("a key that is not for signatures");
        }
        Set<KeyOperation> operations = key.getKeyOperations();
        if (operations != null && !operations.isEmpty() && !operations.contains(KeyOperation.VERIFY)) {
            throw new IllegalArgumentException("a key that is not for checking signatures");
        }
        pinned = key.getAlgorithm() == null
                ? null
                : Algorithm.of(key.getAlgorithm().getName());
        if (key.getAlgorithm() != null && pinned == null) {
            throw new IllegalArgumentException("a key for an algorithm that is not known");
        }
        switch (key) {
            case RSAKey rsa -> {
                if (rsa.size() < LEAST_RSA_BITS) {
                    throw new IllegalArgumentException("an RSA key of less than " + LEAST_RSA_BITS + " bits");
                }
                verifier = new RSASSAVerifier(rsa.toRSAPublicKey());
                curve = null;
                ed25519 = null;
            }
            case ECKey elliptic -> {
                verifier = new ECDSAVerifier(elliptic.toECPublicKey());
                curve = elliptic.getCurve().getName();
                ed25519 = null;
            }
            case OctetSequenceKey secret -> {
                verifier = new MACVerifier(secret.toByteArray());
                curve = null;
                ed25519 = null;
            }
            case OctetKeyPair pair -> {
                verifier = null;
                curve = pair.getCurve().getName();
                ed25519 = ed25519(pair);
            }
            default -> throw new IllegalArgumentException("a key of a type that is not known");
        }
    }

    private static PublicKey ed25519(OctetKeyPair pair) {
        byte[] x = pair.getDecodedX();
        if (!pair.getCurve().getName().equals("Ed25519") || x.length != 32) {
            throw new IllegalArgumentException("a key on a curve that is not known");
        }
        byte[] encoded = new byte[ED25519.length + x.length];
        System.arraycopy(ED25519, 0, encoded, 0, ED25519.length);
        System.arraycopy(x, 0, encoded, ED25519.length, x.length);
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException broken) {
            throw new IllegalArgumentException("a key that is no point on its curve", broken);
        }
    }

    boolean isSymmetric() {
        return type.equals("oct");
    }

    boolean isCalled(String name) {
        return id == null || name.equals(id);
    }

    boolean isFor(Algorithm algorithm) {
        return algorithm.takes(type, curve) && (pinned == null || pinned == algorithm);
    }

    /// @param header  of the token, whose algorithm this key is for
    boolean verifies(JWSHeader header, byte[] signed, byte[] signature) {
        try {
            PublicKey key = ed25519;
            if (key != null) {
                Signature check = Signature.getInstance("Ed25519");
                check.initVerify(key);
                check.update(signed);
                return check.verify(signature);
            }
            JWSVerifier check = verifier;
            return check != null && check.verify(header, signed, Base64URL.encode(signature));
        } catch (JOSEException | GeneralSecurityException malformed) {
            return false;
        }
    }
}
