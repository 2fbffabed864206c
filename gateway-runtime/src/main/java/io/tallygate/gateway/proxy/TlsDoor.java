package io.tallygate.gateway.proxy;

import io.tallygate.gateway.tls.CertificateFolder;
import java.net.InetSocketAddress;

/// Where clients come in by TLS.
public record TlsDoor(InetSocketAddress address, CertificateFolder certificates) {}
