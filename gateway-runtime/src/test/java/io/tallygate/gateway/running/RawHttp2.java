package io.tallygate.gateway.running;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersDecoder;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// A client of HTTP/2 that sends whatever frames a test wants. Acknowledges settings, opens no window by itself.
public final class RawHttp2 implements AutoCloseable {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;
    public static final int END_STREAM = 1;
    public static final int END_HEADERS = 4;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final Http2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder(Http2HeadersEncoder.NEVER_SENSITIVE);
    private final Http2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

    /// @param fields  of HEADERS; null otherwise
    public record Frame(int type, int flags, int stream, byte[] payload, Http2Headers fields) {
        public boolean ends() {
            return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        }

        /// Of RST_STREAM, or of GOAWAY behind the last stream.
        public int error() {
            int at = type == GOAWAY ? 4 : 0;
            return payload[at] << 24
                    | (payload[at + 1] & 0xff) << 16
                    | (payload[at + 2] & 0xff) << 8
                    | payload[at + 3] & 0xff;
        }

        public String text() {
            return new String(payload, ISO_8859_1);
        }
    }

    /// Without TLS, by prior knowledge.
    public RawHttp2(int port) throws IOException {
        this(new Socket("127.0.0.1", port));
    }

    /// Over TLS, agreed on by ALPN.
    /// @param serverName  of SNI
    public static RawHttp2 overTls(int port, String serverName) throws Exception {
        SSLSocket socket =
                (SSLSocket) TestCertificates.trustful().getSocketFactory().createSocket("127.0.0.1", port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(serverName)));
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return new RawHttp2(socket);
    }

    private RawHttp2(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1));
        write(SETTINGS, 0, 0, new byte[0]);
    }

    public void write(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteBuf frame = Unpooled.buffer(9 + payload.length);
        frame.writeMedium(payload.length)
                .writeByte(type)
                .writeByte(flags)
                .writeInt(stream)
                .writeBytes(payload);
        out.write(ByteBufUtil.getBytes(frame));
        out.flush();
    }

    /// @param fields  names and values in turn
    public byte[] block(String... fields) throws Exception {
        Http2Headers headers = new DefaultHttp2Headers(false, 16);
        for (int i = 0; i < fields.length; i += 2) {
            headers.add(fields[i], fields[i + 1]);
        }
        ByteBuf block = Unpooled.buffer();
        encoder.encodeHeaders(1, headers, block);
        return ByteBufUtil.getBytes(block);
    }

    /// A request with the key in it.
    public void request(int stream, boolean ended, String method, String path, String... more) throws Exception {
        String[] fields = new String[10 + more.length];
        String[] usual = {
            ":method", method, ":scheme", "http", ":authority", "a.test", ":path", path, "x-api-key", RunningGateway.KEY
        };
        System.arraycopy(usual, 0, fields, 0, usual.length);
        System.arraycopy(more, 0, fields, usual.length, more.length);
        write(HEADERS, END_HEADERS | (ended ? END_STREAM : 0), stream, block(fields));
    }

    public void data(int stream, boolean ended, byte[] data) throws IOException {
        write(DATA, ended ? END_STREAM : 0, stream, data);
    }

    public void window(int stream, int more) throws IOException {
        write(WINDOW_UPDATE, 0, stream, new byte[] {
            (byte) (more >> 24), (byte) (more >> 16), (byte) (more >> 8), (byte) more
        });
    }

    /// @return  null at the end of the connection
    public Frame read() throws Exception {
        while (true) {
            int first = in.read();
            if (first < 0) {
                return null;
            }
            int length = first << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            byte[] payload = in.readNBytes(length);
            if (type == SETTINGS && (flags & 1) == 0) {
                write(SETTINGS, 1, 0, new byte[0]);
            }
            Http2Headers fields =
                    type == HEADERS ? decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(payload)) : null;
            return new Frame(type, flags, stream, payload, fields);
        }
    }

    /// @return  the first frame of that kind; null when the connection ends before
    public Frame await(Predicate<Frame> wanted) throws Exception {
        Frame frame = read();
        while (frame != null && !wanted.test(frame)) {
            frame = read();
        }
        return frame;
    }

    /// The status and the body of the next answer on that stream; trailers are added behind them.
    public String answer(int stream) throws Exception {
        StringBuilder text = new StringBuilder();
        while (true) {
            Frame frame = await(each -> each.stream() == stream && each.type() != WINDOW_UPDATE);
            if (frame == null) {
                return text + "<closed>";
            }
            if (frame.type() == RST_STREAM) {
                return text + "<reset " + frame.error() + ">";
            }
            if (frame.type() == HEADERS) {
                CharSequence status = frame.fields().status();
                text.append(status == null ? " trailers:" : status + " ");
                if (status == null) {
                    frame.fields()
                            .forEach(field ->
                                    text.append(field.getKey()).append('=').append(field.getValue()));
                }
            } else if (frame.type() == DATA) {
                text.append(frame.text());
            }
            if (frame.ends()) {
                return text.toString();
            }
        }
    }

    public Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
