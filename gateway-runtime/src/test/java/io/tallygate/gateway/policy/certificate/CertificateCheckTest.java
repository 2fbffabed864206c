package io.tallygate.gateway.policy.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.consumer.Consumers;
import io.tallygate.gateway.consumer.Credential;
import io.tallygate.gateway.consumer.CredentialHash;
import io.tallygate.gateway.consumer.CredentialIndex;
import io.tallygate.gateway.consumer.CredentialKind;
import io.tallygate.gateway.exchange.CalledRoute;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.gateway.running.TestCertificates;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// From a client's certificate to its credential.
class CertificateCheckTest {
    private static final UUID TENANT = new UUID(1, 1);
    private static final UUID OTHER = new UUID(1, 2);
    private static X509Certificate known;
    private static X509Certificate stranger;
    private static Consumers consumers;

    @BeforeAll
    static void register() throws Exception {
        TestCertificates certificates = new TestCertificates();
        known = certificates.put("partner", "partner.example");
        stranger = certificates.put("stranger", "stranger.example");
        byte[] fingerprint = MessageDigest.getInstance("SHA-256").digest(known.getEncoded());
        consumers = Consumers.NONE.withCredentials(CredentialIndex.EMPTY.with(
                List.of(),
                List.of(
                        credential(1, TENANT, CredentialHash.ofFingerprint(TENANT, "live", fingerprint)),
                        credential(2, TENANT, CredentialHash.ofSubject(TENANT, "live", "cn=partner")))));
    }

    private static Credential credential(int id, UUID tenant, byte[] hash) {
        return new Credential(
                CredentialKind.CERTIFICATE,
                new UUID(2, id),
                tenant,
                "live",
                hash,
                new UUID(3, 1),
                new UUID(3, 2),
                Long.MAX_VALUE,
                Set.of());
    }

    private static Exchange call(@Nullable X509Certificate shown) {
        Exchange call = new Exchange(() -> {}, Runnable::run);
        call.begin(consumers, "192.0.2.1", true, System.currentTimeMillis() * 1000, 0);
        call.peerCertificate(shown);
        return call;
    }

    private static @Nullable Verdict check(boolean bySubject, Exchange call, UUID tenant, String environment) {
        call.route(new CalledRoute(tenant, environment, new UUID(4, 1), new UUID(4, 2), new UUID(4, 3)));
        return new CertificateCheck(bySubject).check(call);
    }

    @Test
    void a_registered_certificate_is_its_credential() {
        for (boolean bySubject : new boolean[] {false, true}) {
            Exchange call = call(known);
            check(bySubject, call, TENANT, "live");
            assertThat(call.credential())
                    .satisfies(found -> assertThat(found.id()).isEqualTo(new UUID(2, bySubject ? 2 : 1)));
            assertThat(call.callerKind()).isEqualTo(CredentialKind.CERTIFICATE);
        }
    }

    @Test
    void another_certificate_tenant_or_environment_is_refused_and_none_is_nothing() {
        for (boolean bySubject : new boolean[] {false, true}) {
            assertThat(check(bySubject, call(stranger), TENANT, "live")).isInstanceOf(Verdict.Reject.class);
            assertThat(check(bySubject, call(known), OTHER, "live")).isInstanceOf(Verdict.Reject.class);
            assertThat(check(bySubject, call(known), TENANT, "test")).isInstanceOf(Verdict.Reject.class);
            assertThat(check(bySubject, call(null), TENANT, "live")).isNull();
        }
    }

    @Test
    void a_certificate_that_has_expired_on_a_connection_that_has_not_is_refused() {
        Exchange call = new Exchange(() -> {}, Runnable::run);
        call.begin(consumers, "192.0.2.1", true, (known.getNotAfter().getTime() + 1) * 1000, 0);
        call.peerCertificate(known);
        assertThat(check(false, call, TENANT, "live")).isInstanceOf(Verdict.Reject.class);
    }
}
