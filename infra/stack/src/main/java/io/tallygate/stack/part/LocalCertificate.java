package io.tallygate.stack.part;

import io.tallygate.stack.process.AtomicFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A certificate for `localhost` that the installation makes for itself, with the JDK's keytool: nobody trusts it but
/// who is told to (`curl --cacert`). Made again when it is about to end.
final class LocalCertificate {
    private static final Duration BEFORE_ITS_END = Duration.ofDays(30);
    private static final String DAYS = "365";
    private static final String ALIAS = "localhost";

    private final String java;
    private final Path folder;

    /// @param java    the program; keytool lies beside it
    /// @param folder  where `localhost.crt` and `localhost.key` lie
    LocalCertificate(String java, Path folder) {
        this.java = java;
        this.folder = folder;
    }

    /// @return  the folder, with a pair in it that is valid for a while
    Path folder() throws IOException {
        try {
            if (!isValid()) {
                make();
            }
            return folder;
        } catch (GeneralSecurityException failed) {
            throw new IOException("no certificate for localhost", failed);
        }
    }

    private boolean isValid() throws IOException, GeneralSecurityException {
        Path file = folder.resolve("localhost.crt");
        if (!Files.exists(file) || !Files.exists(folder.resolve("localhost.key"))) {
            return false;
        }
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
        return certificate.getNotAfter().toInstant().isAfter(Instant.now().plus(BEFORE_ITS_END));
    }

    private void make() throws IOException, GeneralSecurityException {
        Path work = Files.createTempDirectory("certificate-"); // only its owner can look into it
        try {
            Path store = work.resolve("store.p12");
            String password = "only-for-a-moment";
            Process keytool = new ProcessBuilder(List.of(
                            Path.of(java).resolveSibling("keytool").toString(),
                            "-genkeypair",
                            "-alias",
                            ALIAS,
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-validity",
                            DAYS,
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "san=dns:localhost,ip:127.0.0.1",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            store.toString(),
                            "-storepass",
                            password))
                    .redirectErrorStream(true)
                    .redirectOutput(work.resolve("keytool.log").toFile())
                    .start();
            if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                keytool.destroyForcibly();
                throw new IOException("keytool: " + Files.readString(work.resolve("keytool.log")));
            }
            KeyStore made = KeyStore.getInstance(store.toFile(), password.toCharArray());
            Key key = made.getKey(ALIAS, password.toCharArray());
            AtomicFile.write(folder.resolve("localhost.key"), pem("PRIVATE KEY", key.getEncoded()));
            AtomicFile.write(
                    folder.resolve("localhost.crt"),
                    pem("CERTIFICATE", made.getCertificate(ALIAS).getEncoded()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        } finally {
            remove(work);
        }
    }

    private static String pem(String what, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
