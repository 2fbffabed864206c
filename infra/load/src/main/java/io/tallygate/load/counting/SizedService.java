package io.tallygate.load.counting;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tallygate.load.life.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Answers with the status that `X-Want` and as many octets as `X-Octets` ask for.
final class SizedService implements AutoCloseable {
    private final ServerSocket server = new ServerSocket();

    SizedService() throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        Thread.ofPlatform().daemon().name("service").start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                Thread.ofVirtual().name("service").start(() -> serve(socket));
            } catch (IOException over) {
                return;
            }
        }
    }

    private static void serve(Socket socket) {
        byte[] some = new byte[64 << 10];
        try (Wire wire = new Wire(socket)) {
            for (Wire.Message request = wire.read(); request != null; request = wire.read()) {
                String status = request.field("x-want");
                boolean hasNone = status.equals("304");
                long octets = Long.parseLong(request.field("x-octets"));
                String length = hasNone ? "" : "Content-Length: " + octets + "\r\n";
                wire.write(("HTTP/1.1 " + status + " As Logged\r\n" + length + "\r\n").getBytes(ISO_8859_1));
                for (long left = request.start().startsWith("HEAD") || hasNone ? 0 : octets; left > 0; ) {
                    byte[] part = left < some.length ? new byte[(int) left] : some;
                    wire.write(part);
                    left -= part.length;
                }
            }
        } catch (IOException gone) {
            // whoever watches the other end knows
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
