package io.tallygate.stack.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The certificate that an installation makes for itself.
class LocalCertificateTest {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @Test
    void it_is_made_once_for_localhost_and_only_its_owner_reads_the_key(@TempDir Path data) throws Exception {
        Path folder = new LocalCertificate(JAVA, data.resolve("tls")).folder();
        byte[] first = Files.readAllBytes(folder.resolve("localhost.crt"));
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(first));
        assertThat(certificate.getSubjectAlternativeNames().toString()).contains("localhost", "127.0.0.1");
        assertThat(Files.readString(folder.resolve("localhost.key"))).startsWith("-----BEGIN PRIVATE KEY-----\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("localhost.key"))))
                .isEqualTo("rw-------");
        new LocalCertificate(JAVA, data.resolve("tls")).folder();
        assertThat(Files.readAllBytes(folder.resolve("localhost.crt"))).isEqualTo(first);
        Files.delete(folder.resolve("localhost.key"));
        new LocalCertificate(JAVA, data.resolve("tls")).folder();
        assertThat(Files.readAllBytes(folder.resolve("localhost.crt"))).isNotEqualTo(first);
    }
}
