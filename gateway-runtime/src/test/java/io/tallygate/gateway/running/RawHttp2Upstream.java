package io.tallygate.gateway.running;

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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// An upstream of HTTP/2 without TLS that shows every block of fields as it came, and answers each request with 204.
public final class RawHttp2Upstream implements AutoCloseable {
    /// Heads and trailers, in the order in which they came.
    public final BlockingQueue<Http2Headers> blocks = new LinkedBlockingQueue<>();

    private final ServerSocket listening;

    public RawHttp2Upstream() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void serve(Socket socket) {
        Http2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
        Http2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder(Http2HeadersEncoder.NEVER_SENSITIVE);
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            in.readNBytes(24); // the preface
            write(out, RawHttp2.SETTINGS, 0, 0, new byte[0]);
            while (true) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                int flags = in.readUnsignedByte();
                int stream = in.readInt();
                byte[] payload = in.readNBytes(length);
                if (type == RawHttp2.SETTINGS && (flags & 1) == 0) {
                    write(out, RawHttp2.SETTINGS, 1, 0, new byte[0]);
                } else if (type == RawHttp2.HEADERS) {
                    blocks.add(decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(payload)));
                }
                boolean isOfCall = type == RawHttp2.HEADERS || type == RawHttp2.DATA;
                if (isOfCall && (flags & RawHttp2.END_STREAM) != 0) {
                    ByteBuf block = Unpooled.buffer();
                    encoder.encodeHeaders(stream, new DefaultHttp2Headers().status("204"), block);
                    write(
                            out,
                            RawHttp2.HEADERS,
                            RawHttp2.END_HEADERS | RawHttp2.END_STREAM,
                            stream,
                            ByteBufUtil.getBytes(block));
                }
            }
        } catch (Exception ended) {
            // what has come is what tests look at
        }
    }

    private static void write(OutputStream out, int type, int flags, int stream, byte[] payload) throws IOException {
        ByteBuf frame = Unpooled.buffer(9 + payload.length);
        frame.writeMedium(payload.length)
                .writeByte(type)
                .writeByte(flags)
                .writeInt(stream)
                .writeBytes(payload);
        out.write(ByteBufUtil.getBytes(frame));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
