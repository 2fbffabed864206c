package io.tallygate.gateway.tls;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One certificate with its chain and its key.
/// @param file       name of its files, without what stands behind the last dot
/// @param names      DNS names in it, lower case; a first label may be an asterisk
/// @param notAfter   when it ends
/// @param context    ready to serve
record CertificatePair(String file, List<String> names, Instant notAfter, SslContext context) {
    private static final int DNS_NAME = 2;
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final ApplicationProtocolConfig ALPN = new ApplicationProtocolConfig(
            ApplicationProtocolConfig.Protocol.ALPN,
            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
            ApplicationProtocolNames.HTTP_2,
            ApplicationProtocolNames.HTTP_1_1);

    /// @throws IOException  saying what is wrong with the pair, without anything of the key
    /// @param authorities  that clients' certificates may come from; null: clients are not asked for any
    static CertificatePair read(String file, Path chainFile, Path keyFile, @Nullable Path authorities)
            throws IOException {
        try {
            List<X509Certificate> chain = chain(Files.readAllBytes(chainFile));
            X509Certificate leaf = chain.getFirst();
            PrivateKey key = key(Files.readString(keyFile, StandardCharsets.ISO_8859_1), leaf.getPublicKey());
            check(key, leaf.getPublicKey());
            SslContextBuilder builder = SslContextBuilder.forServer(key, chain)
                    .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(ALPN);
            if (authorities != null) {
                // who shows none is let in all the same: the route says whether one is needed
                builder.trustManager(chain(Files.readAllBytes(authorities))).clientAuth(ClientAuth.OPTIONAL);
            }
            SslContext context = builder.build();
            return new CertificatePair(file, names(leaf), leaf.getNotAfter().toInstant(), context);
        } catch (GeneralSecurityException | IllegalArgumentException wrong) {
            throw new IOException(file + ": " + wrong.getMessage(), wrong);
        }
    }

    private static List<X509Certificate> chain(byte[] pem) throws GeneralSecurityException {
        List<X509Certificate> chain = new ArrayList<>();
        CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem))
                .forEach(certificate -> chain.add((X509Certificate) certificate));
        if (chain.isEmpty()) {
            throw new GeneralSecurityException("there is no certificate in it");
        }
        return chain;
    }

    private static PrivateKey key(String pem, PublicKey of) throws GeneralSecurityException {
        Matcher key = KEY.matcher(pem);
        if (!key.find()) {
            throw new GeneralSecurityException(
                    "the key is not an unencrypted PKCS#8 PEM (openssl pkcs8 -topk8 -nocrypt)");
        }
        byte[] der = Base64.getMimeDecoder().decode(key.group(1));
        return KeyFactory.getInstance(of.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    /// A key of another certificate would be noticed by clients only.
    private static void check(PrivateKey key, PublicKey of) throws GeneralSecurityException {
        String algorithm = switch (of.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> of.getAlgorithm();
        };
        byte[] sample = {1, 2, 3};
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(sample);
        Signature verifying = Signature.getInstance(algorithm);
        verifying.initVerify(of);
        verifying.update(sample);
        if (!verifying.verify(signing.sign())) {
            throw new GeneralSecurityException("the key is not the certificate's");
        }
    }

    private static List<String> names(X509Certificate leaf) throws GeneralSecurityException {
        List<String> names = new ArrayList<>();
        Collection<List<?>> alternatives = leaf.getSubjectAlternativeNames();
        if (alternatives != null) {
            for (List<?> alternative : alternatives) {
                if (alternative.getFirst() instanceof Integer type && type == DNS_NAME) {
                    names.add(String.valueOf(alternative.get(1)).toLowerCase(Locale.ROOT));
                }
            }
        }
        return List.copyOf(names);
    }
}
