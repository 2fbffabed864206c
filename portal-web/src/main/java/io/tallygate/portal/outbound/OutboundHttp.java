package io.tallygate.portal.outbound;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Makes every call to an address that a tenant chose. A name is looked up once, each of its addresses is checked, and
/// the connection goes to one of exactly these; a redirect begins anew. Each call has a connection of its own, so none
/// is kept to an address that was checked long ago.
@ApplicationScoped
public class OutboundHttp {
    private static final TlsSocketStrategy TLS = DefaultClientTlsStrategy.createDefault();

    private final OutboundWall wall;
    private final Network network;
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("outbound-deadlines").factory());

    /// @param allow  `host:port` pairs of this installation, comma separated
    @Inject
    public OutboundHttp(@ConfigProperty(name = "TALLYGATE_OUTBOUND_ALLOW") Optional<String> allow) {
        this(OutboundWall.allowing(allow.orElse("")), Network.OWN);
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected OutboundHttp() {
        this(OutboundWall.allowing(""), Network.OWN);
    }

    OutboundHttp(OutboundWall wall, Network network) {
        this.wall = wall;
        this.network = network;
    }

    /// Whether an address may be entered; where its name leads is looked up at each call.
    /// @return  as it is to be kept
    /// @throws RefusedAddress  with a reason for the person who entered it
    public URI check(String url) throws RefusedAddress {
        return wall.checkAddress(url);
    }

    /// @throws RefusedAddress  when the address, or one it redirects to, is not to be called or leads nowhere: both
    /// alike
    /// @throws IOException     when nothing sound came back in time
    public OutboundAnswer send(OutboundRequest request) throws RefusedAddress, IOException {
        long deadline = System.nanoTime() + OutboundLimits.TOTAL.toNanos();
        URI address = wall.checkAddress(request.url());
        for (int redirects = 0; ; redirects++) {
            Step step = once(address, request, deadline);
            if (step.redirect() == null) {
                return step.answer();
            }
            if (redirects == OutboundLimits.REDIRECTS) {
                throw new IOException("more than %d redirects".formatted(OutboundLimits.REDIRECTS));
            }
            address = wall.checkAddress(resolved(address, step.redirect()));
        }
    }

    /// For an address that something else will call on a tenant's behalf: whether it may be called as of now.
    /// @throws RefusedAddress  as in [#send]
    public void checkAsOfNow(String url) throws RefusedAddress {
        checked(wall.checkAddress(url));
    }

    private record Step(OutboundAnswer answer, @Nullable String redirect) {}

    private static String resolved(URI from, String location) throws RefusedAddress {
        try {
            return from.resolve(new URI(location)).toString();
        } catch (URISyntaxException | IllegalArgumentException malformed) {
            throw RefusedAddress.notAllowed();
        }
    }

    private Step once(URI address, OutboundRequest request, long deadline) throws RefusedAddress, IOException {
        List<InetAddress> checked = checked(address);
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new InterruptedIOException("no answer in time");
        }
        HttpUriRequestBase call = call(address, request);
        Future<?> late = deadlines.schedule(call::cancel, left, TimeUnit.NANOSECONDS);
        try (CloseableHttpClient client = client(address, checked)) {
            // the client's end cuts the connection; what the answer still holds is not read
            return read(client.executeOpen(null, call, null), request);
        } finally {
            late.cancel(false);
        }
    }

    private List<InetAddress> checked(URI address) throws RefusedAddress {
        try {
            String host = OutboundWall.bare(address.getHost());
            List<InetAddress> found = network.lookUp(host);
            wall.checkResolved(address, found);
            return found;
        } catch (UnknownHostException unknown) {
            // who asks could otherwise tell names of our network that exist from those that do not
            throw RefusedAddress.notAllowed();
        }
    }

    private static HttpUriRequestBase call(URI address, OutboundRequest request) {
        HttpUriRequestBase call = request.body() == null ? new HttpGet(address) : new HttpPost(address);
        request.headers().forEach(call::setHeader);
        if (request.body() != null) {
            call.setEntity(new ByteArrayEntity(request.body(), ContentType.APPLICATION_JSON));
        }
        return call;
    }

    private CloseableHttpClient client(URI address, List<InetAddress> checked) {
        var operator = new DefaultHttpClientConnectionOperator(
                socksProxy -> network.socket(),
                null,
                new Pinned(address, checked),
                RegistryBuilder.<TlsSocketStrategy>create()
                        .register("https", TLS)
                        .build());
        var connections = new BasicHttpClientConnectionManager(
                operator,
                ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxHeaderCount(OutboundLimits.HEADERS)
                                .setMaxLineLength(OutboundLimits.LONGEST_LINE)
                                .build())
                        .build());
        Timeout silence = Timeout.of(OutboundLimits.SILENCE);
        connections.setConnectionConfig(ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(OutboundLimits.CONNECT))
                .setSocketTimeout(silence)
                .build());
        connections.setSocketConfig(SocketConfig.custom().setSoTimeout(silence).build());
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(
                        RequestConfig.custom().setResponseTimeout(silence).build())
                .setUserAgent("Tallygate")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableAuthCaching()
                .disableCookieManagement()
                .disableContentCompression() // a small answer must not become a large one
                .build();
    }

    private static Step read(ClassicHttpResponse answer, OutboundRequest request) throws IOException {
        int status = answer.getCode();
        Header location = answer.getFirstHeader("Location");
        if (request.body() == null
                && location != null
                && List.of(301, 302, 303, 307, 308).contains(status)) {
            return new Step(new OutboundAnswer(status, new byte[0], false, null), location.getValue());
        }
        HttpEntity entity = answer.getEntity();
        byte[] body = new byte[0];
        if (entity != null) {
            InputStream content = entity.getContent(); // not closed: closing would read the rest
            body = content.readNBytes(request.mostBytes() + 1);
        }
        boolean truncated = body.length > request.mostBytes();
        Header retryAfter = answer.getFirstHeader("Retry-After");
        return new Step(
                new OutboundAnswer(
                        status,
                        truncated ? Arrays.copyOf(body, request.mostBytes()) : body,
                        truncated,
                        retryAfter == null ? null : retryAfter.getValue()),
                null);
    }

    /// Knows the one host of the call, by the addresses that were checked.
    private record Pinned(URI address, List<InetAddress> checked) implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            if (!OutboundWall.bare(host).equalsIgnoreCase(OutboundWall.bare(address.getHost()))) {
                throw new UnknownHostException(host);
            }
            return checked.toArray(InetAddress[]::new);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
