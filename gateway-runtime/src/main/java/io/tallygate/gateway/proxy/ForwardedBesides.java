package io.tallygate.gateway.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.route.RequestPath;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// More that upstreams are told of a call's way where an installation wants it: what some frameworks read, and most do
/// not. A trusted proxy's own `X-Forwarded-Port` and `-Path` stay.
/// @param port           `X-Forwarded-Port`: that the client named, or else the public one
/// @param path           `X-Forwarded-Path`: as the client sent it, without the query
/// @param scheme         `X-Forwarded-Scheme` and `X-Scheme`, the same as `X-Forwarded-Proto`
/// @param publicPort     where clients call without TLS
/// @param publicTlsPort  where they call by TLS
public record ForwardedBesides(boolean port, boolean path, boolean scheme, int publicPort, int publicTlsPort) {
    private static final FieldName X_FORWARDED_PORT = FieldName.of("X-Forwarded-Port");
    private static final FieldName X_FORWARDED_PATH = FieldName.of("X-Forwarded-Path");
    private static final FieldName X_FORWARDED_SCHEME = FieldName.of("X-Forwarded-Scheme");
    private static final FieldName X_SCHEME = FieldName.of("X-Scheme");
    private static final byte[] HTTP = "http".getBytes(US_ASCII);
    private static final byte[] HTTPS = "https".getBytes(US_ASCII);

    /// @param names  `port`, `path`, `scheme`, comma separated
    /// @return       null when there is none
    public static @Nullable ForwardedBesides of(String names, int publicPort, int publicTlsPort) {
        Set<String> told = new HashSet<>(Stream.of(names.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList());
        if (!List.of("port", "path", "scheme").containsAll(told)) {
            throw new IllegalArgumentException("there are port, path and scheme: " + names);
        }
        return told.isEmpty()
                ? null
                : new ForwardedBesides(
                        told.contains("port"),
                        told.contains("path"),
                        told.contains("scheme"),
                        publicPort,
                        publicTlsPort);
    }

    void put(Exchange call, RequestPath asked) {
        Fields fields = call.request().fields();
        if (port && fields.find(X_FORWARDED_PORT) < 0) {
            fields.add(X_FORWARDED_PORT, Integer.toString(portOf(call)));
        }
        if (path && fields.find(X_FORWARDED_PATH) < 0) {
            fields.begin(X_FORWARDED_PATH)
                    .text(asked.raw(), asked.rawFrom(), asked.rawTo())
                    .end();
        }
        if (scheme) {
            byte[] said = call.isSecure() ? HTTPS : HTTP;
            fields.remove(X_FORWARDED_SCHEME);
            fields.add(X_FORWARDED_SCHEME, said);
            fields.remove(X_SCHEME);
            fields.add(X_SCHEME, said);
        }
    }

    private int portOf(Exchange call) {
        int named = call.forwardedHost() == null ? call.request().port() : portOf(call.forwardedHost());
        return named > 0 ? named : call.isSecure() ? publicTlsPort : publicPort;
    }

    /// @return  -1 when it names none
    private static int portOf(String host) {
        String digits = host.substring(host.lastIndexOf(':') + 1);
        boolean isPort = host.indexOf(':') > 0 && digits.matches("[0-9]{1,5}");
        return isPort ? Integer.parseInt(digits) : -1;
    }
}
