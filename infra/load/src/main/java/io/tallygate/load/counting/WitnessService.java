package io.tallygate.load.counting;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/// The service behind the gateways: answers with the status that `X-Want` asks for and with `X-Witness`, which no
/// gateway writes. An id is in the [Ledger] before the first octet of its answer leaves. One thread.
final class WitnessService implements AutoCloseable {
    private static final int BUFFER = 16 << 10;
    private static final String BODY = "{\"status\":\"ok\"}";

    private final Ledger ledger;
    private final Map<String, byte[]> answers = new HashMap<>();
    private final Selector selector = Selector.open();
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private volatile long withoutId;

    WitnessService(Ledger ledger) throws IOException {
        this.ledger = ledger;
        for (int status : Offer.STATUSES) {
            String length = status == 204 ? "" : "Content-Length: " + BODY.length() + "\r\n";
            String location = status == 302 ? "Location: /elsewhere\r\n" : "";
            String head = "HTTP/1.1 " + status + " As Asked\r\nX-Witness: 1\r\n" + location + length + "\r\n";
            answers.put(Integer.toString(status), (head + (status == 204 ? "" : BODY)).getBytes(ISO_8859_1));
        }
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        Thread.ofPlatform().daemon().name("service").start(this::run);
    }

    int port() {
        return server.socket().getLocalPort();
    }

    /// Calls whose id the gateway did not tell.
    long withoutId() {
        return withoutId;
    }

    private void run() {
        try {
            while (server.isOpen()) {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.isValid() && key.isAcceptable()) {
                        accept();
                    } else if (key.isValid()) {
                        serve(key);
                    }
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException | java.nio.channels.ClosedSelectorException closed) {
            // the drill is over
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = server.accept();
        if (channel != null) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(BUFFER));
        }
    }

    private void serve(SelectionKey key) {
        SocketChannel channel = (SocketChannel) key.channel();
        ByteBuffer in = (ByteBuffer) key.attachment();
        try {
            if (channel.read(in) < 0) {
                throw new IOException("the gateway has gone");
            }
            answer(channel, in);
        } catch (IOException | RuntimeException gone) {
            key.cancel();
            try {
                channel.close();
            } catch (IOException alreadyGone) {
                key.cancel();
            }
        }
    }

    private void answer(SocketChannel channel, ByteBuffer in) throws IOException {
        int head = Callers.endOfHead(in.array(), in.position());
        if (head < 0) {
            return;
        }
        String text = new String(in.array(), 0, head, ISO_8859_1).toLowerCase(Locale.ROOT);
        String length = Callers.field(text, "content-length");
        int end = head + (length.isEmpty() ? 0 : Integer.parseInt(length));
        if (in.position() < end) {
            return;
        }
        String id = Callers.field(text, "x-request-id");
        if (id.isEmpty()) {
            withoutId++;
        } else {
            UUID known = UUID.fromString(id);
            ledger.answered(known.getMostSignificantBits(), known.getLeastSignificantBits());
        }
        ByteBuffer out = ByteBuffer.wrap(answers.get(Callers.field(text, "x-want")));
        while (out.hasRemaining()) {
            channel.write(out);
        }
        in.limit(in.position()).position(end);
        in.compact();
        answer(channel, in);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
