package io.tallygate.portal.application;

import static io.tallygate.portal.input.Reason.because;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.secret.Secret;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/// What of a credential is remembered.
/// @param identity  the user name, the certificate's subject, or what a token's claim says
/// @param secret    to be shown once; null: there is none, or it is not ours
record ShownCredential(
        CredentialKind kind,
        @Nullable String sha256,
        @Nullable String last4,
        @Nullable String identity,
        @Nullable String issuer,
        @Nullable Secret secret) {
    private static final String USER_NAME = "[!-9;-~]{1,100}";
    private static final int LONGEST_NAME = 2_000;
    private static final int LONGEST_PEM = 65_536;

    static ShownCredential key(Secret secret) {
        return new ShownCredential(CredentialKind.API_KEY, secret.sha256(), secret.last4(), null, null, secret);
    }

    /// @param prefix  of the secrets of the tenant and environment
    static ShownCredential basic(InputCheck check, @Nullable String userName, String prefix) {
        Secret secret = Secret.issue(prefix);
        String name = check.optional("/userName", userName, 100);
        if (name.isEmpty()) {
            name = "u-" + Secret.issue("u").text().substring(2, 14);
        } else if (!name.matches(USER_NAME)) {
            check.refuse("/userName", because("Letters, digits and signs of ASCII, without blanks and colons."));
        }
        return new ShownCredential(
                CredentialKind.BASIC, Secret.sha256(name + ":" + secret.text()), secret.last4(), name, null, secret);
    }

    static ShownCredential certificate(InputCheck check, @Nullable String pem, @Nullable String subject) {
        String given = check.optional("/subject", subject, LONGEST_NAME);
        if ((pem == null || pem.isBlank()) == given.isEmpty()) {
            check.refuse("/certificate", because("A certificate, or a subject: one of both."));
            return new ShownCredential(CredentialKind.CERTIFICATE, null, null, "-", null, null);
        }
        if (!given.isEmpty()) {
            return new ShownCredential(CredentialKind.CERTIFICATE, null, null, subject(check, given), null, null);
        }
        String text = pem == null ? "" : pem;
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(
                            (text.length() > LONGEST_PEM ? "" : text.strip()).getBytes(US_ASCII)));
            String sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
            String name = certificate.getSubjectX500Principal().getName();
            return new ShownCredential(
                    CredentialKind.CERTIFICATE,
                    sha256,
                    sha256.substring(60),
                    name.isEmpty() ? null : name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name,
                    null,
                    null);
        } catch (GeneralSecurityException unreadable) {
            check.refuse("/certificate", because("Not a certificate in PEM."));
            return new ShownCredential(CredentialKind.CERTIFICATE, null, null, "-", null, null);
        }
    }

    private static String subject(InputCheck check, String given) {
        try {
            return new X500Principal(given).getName();
        } catch (IllegalArgumentException malformed) {
            check.refuse("/subject", because("Not a name as RFC 2253 writes it, for example CN=shop,O=Globex."));
            return given;
        }
    }

    static ShownCredential token(InputCheck check, @Nullable String issuer, @Nullable String client) {
        return new ShownCredential(
                CredentialKind.JWT,
                null,
                null,
                check.required("/client", client, 500),
                check.required("/issuer", issuer, LONGEST_NAME),
                null);
    }
}
