package io.tallygate.load.life;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// The service behind a drilled gateway. It answers with its name, what the call's `X-Mark` says, and the request's
/// body;
/// `X-Wait` asks for so many milliseconds before that, `X-Octets` for so many more octets. A WebSocket gets its
/// messages
/// back.
final class EchoService implements AutoCloseable {
    private static final int BACKLOG = 2_048;
    private static final String ACCEPTED = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final String name;
    private final ServerSocket server;
    private final Set<Wire> open = ConcurrentHashMap.newKeySet();
    private final LongAdder calls = new LongAdder();

    EchoService(String name, int port) throws IOException {
        this.name = name;
        server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        Thread.ofPlatform().daemon().name("service").start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /// That have arrived, WebSockets apart.
    long calls() {
        return calls.sum();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                Thread.ofVirtual().name("service").start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (Wire wire = new Wire(socket)) {
            open.add(wire);
            wire.patience(0);
            try {
                for (Wire.Message request = wire.read(); request != null; request = wire.read()) {
                    if (request.field("upgrade").equalsIgnoreCase("websocket")) {
                        accept(wire, request);
                        return;
                    }
                    calls.increment();
                    answer(wire, request);
                }
            } finally {
                open.remove(wire);
            }
        } catch (IOException gone) {
            // whoever watches the other end knows
        }
    }

    private void answer(Wire wire, Wire.Message request) throws IOException {
        pause(number(request, "x-wait"));
        byte[] body = new byte[number(request, "x-octets")];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) ('a' + i / 64 % 26);
        }
        byte[] said = (name + " " + request.field("x-mark")).getBytes(ISO_8859_1);
        ByteArrayOutputStream all = new ByteArrayOutputStream(256 + body.length);
        all.writeBytes(("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
                        + (said.length + request.body().length + body.length) + "\r\n\r\n")
                .getBytes(ISO_8859_1));
        all.writeBytes(said);
        all.writeBytes(request.body());
        all.writeBytes(body);
        all.writeTo(wire.out);
    }

    private static int number(Wire.Message request, String field) {
        String text = request.field(field);
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void accept(Wire wire, Wire.Message request) throws IOException {
        wire.out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + accepted(request.field("sec-websocket-key")) + "\r\n\r\n")
                .getBytes(ISO_8859_1));
        while (true) {
            Frame frame = Frame.read(wire.in);
            if (frame.isClose()) {
                frame.unmasked().writeTo(wire.out);
                return;
            }
            frame.unmasked().writeTo(wire.out);
        }
    }

    private static String accepted(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + ACCEPTED).getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        open.forEach(Wire::close);
    }
}
