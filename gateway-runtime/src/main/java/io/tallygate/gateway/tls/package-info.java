/// Certificates by the name that a client asks for (SNI), swapped while serving. Start at [CertificateFolder], which
/// looks after a directory of PEM pairs; [Certificates] is what it holds at one moment, and never changes. Knows
/// nothing of HTTP but the names that ALPN offers.
@NullMarked
package io.tallygate.gateway.tls;

import org.jspecify.annotations.NullMarked;
