package io.tallygate.gateway.policy.certificate;

import io.tallygate.gateway.consumer.Credential;
import io.tallygate.gateway.consumer.CredentialHash;
import io.tallygate.gateway.consumer.CredentialKind;
import io.tallygate.gateway.exchange.CalledRoute;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.gateway.policy.caller.CallerCheck;
import io.tallygate.gateway.policy.caller.Opens;
import io.tallygate.gateway.problem.Problem;
import io.tallygate.gateway.problem.Problems;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/// Finds the credential of a client's certificate.
final class CertificateCheck implements CallerCheck {
    private static final Verdict UNKNOWN = new Verdict.Reject(Problems.UNKNOWN_CERTIFICATE);

    private final boolean bySubject;

    /// @param bySubject  otherwise by its fingerprint
    CertificateCheck(boolean bySubject) {
        this.bySubject = bySubject;
    }

    @Override
    public @Nullable Verdict check(Exchange call) {
        X509Certificate shown = call.peerCertificate();
        if (shown == null) {
            return null;
        }
        // a connection may outlive the certificate that it was made with
        if (shown.getNotAfter().before(new Date(call.startedAtMillis()))) {
            return UNKNOWN;
        }
        byte[] hash = hash(shown, call.route());
        Credential credential = call.consumers().credentials().find(hash, CredentialKind.CERTIFICATE);
        return credential == null || !Opens.to(credential, call) ? UNKNOWN : Opens.known(call, credential);
    }

    private byte[] hash(X509Certificate shown, CalledRoute route) {
        if (bySubject) {
            String subject = shown.getSubjectX500Principal().getName(X500Principal.CANONICAL);
            return CredentialHash.ofSubject(route.tenant(), route.environment(), subject);
        }
        try {
            byte[] fingerprint = MessageDigest.getInstance("SHA-256").digest(shown.getEncoded());
            return CredentialHash.ofFingerprint(route.tenant(), route.environment(), fingerprint);
        } catch (NoSuchAlgorithmException | CertificateEncodingException impossible) {
            throw new IllegalStateException("it was read from its encoding", impossible);
        }
    }

    @Override
    public Problem missing() {
        return Problems.MISSING_CERTIFICATE;
    }

    /// There is no scheme for it; a 401 has a challenge all the same (RFC 9110, 15.5.2).
    @Override
    public String challenge() {
        return "Certificate";
    }
}
