/// The certificate of the client's TLS connection: `{"policy": "certificate", "config": {"by": "fingerprint"}}`.
///
/// Who may be trusted to have issued it is decided when the connection is made; here a certificate leads to a
/// credential, `by` its SHA-256 `fingerprint` or by its `subject`, which outlives a renewal. Without a certificate 401
/// `missing-certificate`, with one that nobody has registered 401 `unknown-certificate`. Start at [CertificateCheck].
@NullMarked
package io.tallygate.gateway.policy.certificate;

import org.jspecify.annotations.NullMarked;
