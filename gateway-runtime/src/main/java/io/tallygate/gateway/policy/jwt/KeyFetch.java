package io.tallygate.gateway.policy.jwt;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tallygate.gateway.http.AnswerHead;
import io.tallygate.gateway.http.BodyReader;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.http.HttpLimits;
import io.tallygate.gateway.http.Malformed;
import io.tallygate.gateway.upstream.AddressWall;
import io.tallygate.gateway.upstream.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// One GET of a small document, on a thread that may wait. The address is looked up once and checked by the wall, and
/// that very address is connected to. No redirects; TLS wherever the address is not one that the installation has
/// opened.
final class KeyFetch {
    private static final int CONNECT_MILLIS = 2_000;
    private static final long TOTAL_NANOS = 3_000_000_000L;
    private static final int MAX_OCTETS = 512 << 10;
    private static final long USUAL_LIFE = 300;
    private static final long LEAST_LIFE = 30;
    private static final long MOST_LIFE = 3_600;
    private static final Pattern MAX_AGE = Pattern.compile("(?i)(?:^|[,\\s])max-age=\"?(\\d{1,9})");

    private KeyFetch() {}

    /// @param lifeSeconds  how long it may be used
    record Answer(byte[] body, long lifeSeconds) {}

    static Answer get(URI address, AddressWall wall) throws IOException {
        boolean tls = "https".equalsIgnoreCase(address.getScheme());
        int port = address.getPort() >= 0 ? address.getPort() : tls ? 443 : 80;
        String host = address.getHost();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        Target target = new Target(bare, port, 1, tls);
        IOException failure = new IOException("the wall around outbound calls is in the way");
        for (InetAddress resolved : InetAddress.getAllByName(bare)) {
            if (!wall.allows(target, resolved) || !tls && AddressWall.isGlobal(resolved)) {
                continue;
            }
            try (Socket socket = connect(resolved, port)) {
                return ask(tls ? secured(socket, bare, port) : socket, address, host);
            } catch (IOException next) {
                failure = next;
            }
        }
        throw failure;
    }

    private static Socket connect(InetAddress resolved, int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(resolved, port), CONNECT_MILLIS);
        socket.setSoTimeout(CONNECT_MILLIS);
        return socket;
    }

    private static Socket secured(Socket socket, String host, int port) throws IOException {
        SSLSocket secured =
                (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(socket, host, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private static Answer ask(Socket socket, URI address, String host) throws IOException {
        String path = address.getRawPath() == null || address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        String target = address.getRawQuery() == null ? path : path + "?" + address.getRawQuery();
        String authority = address.getPort() < 0 ? host : host + ":" + address.getPort();
        String request = "GET " + target + " HTTP/1.1\r\nHost: " + authority
                + "\r\nAccept: application/jwk-set+json, application/json\r\nUser-Agent: tallygate\r\n"
                + "Connection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        socket.getOutputStream().flush();
        return read(octets(socket.getInputStream()));
    }

    private static byte[] octets(InputStream in) throws IOException {
        long deadline = System.nanoTime() + TOTAL_NANOS;
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[8 << 10];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            all.write(buffer, 0, read);
            if (all.size() > MAX_OCTETS || System.nanoTime() > deadline) {
                throw new IOException("the answer is too large or too slow");
            }
        }
        return all.toByteArray();
    }

    private static Answer read(byte[] octets) throws IOException {
        HttpLimits limits = HttpLimits.standard();
        ByteBuf in = Unpooled.wrappedBuffer(octets);
        AnswerHead head = new AnswerHead();
        head.clear();
        if (!head.read(in, limits) || head.understand() != null || head.status() != 200) {
            throw new IOException("the answer is not 200, or malformed");
        }
        BodyReader reader = new BodyReader(limits);
        if (head.isChunked()) {
            reader.beginChunked();
        } else if (head.contentLength() > 0) {
            reader.begin(head.contentLength());
        } else if (head.contentLength() < 0) {
            reader.beginToTheEnd();
        } else {
            reader.none();
        }
        Gathering gathering = new Gathering(head.contentLength() < 0 && !head.isChunked());
        reader.read(in, gathering);
        if (!gathering.complete) {
            throw new IOException("the answer is cut or malformed");
        }
        return new Answer(gathering.body.toByteArray(), life(head.fields().get(FieldName.CACHE_CONTROL)));
    }

    private static long life(@Nullable String cacheControl) {
        Matcher maxAge = MAX_AGE.matcher(cacheControl == null ? "" : cacheControl);
        return maxAge.find() ? Math.clamp(Long.parseLong(maxAge.group(1)), LEAST_LIFE, MOST_LIFE) : USUAL_LIFE;
    }

    private static final class Gathering implements BodyReader.Sink {
        final ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean complete;

        Gathering(boolean endsWithConnection) {
            complete = endsWithConnection;
        }

        @Override
        public void onData(ByteBuf part) {
            byte[] octets = new byte[part.readableBytes()];
            part.readBytes(octets);
            part.release();
            body.writeBytes(octets);
        }

        @Override
        public void onBodyEnd(@Nullable Fields trailers) {
            complete = true;
        }

        @Override
        public void onMalformedBody(Malformed malformed) {
            complete = false;
        }
    }
}
