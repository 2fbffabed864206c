package io.tallygate.gateway.running;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/// An upstream that a test plays octet by octet, to be as wrong as it likes.
public final class ScriptedUpstream implements AutoCloseable {
    private final ServerSocket listening;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();

    /// One connection, from its first octet to its end.
    @FunctionalInterface
    public interface Script {
        void play(Connection connection) throws Exception;
    }

    public ScriptedUpstream(Script script) throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> accept(script));
    }

    private void accept(Script script) {
        try {
            while (true) {
                Socket socket = listening.accept();
                int number = connections.incrementAndGet();
                Thread.ofVirtual().start(() -> play(script, socket, number));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void play(Script script, Socket socket, int number) {
        try (socket) {
            script.play(new Connection(socket, number));
        } catch (Exception e) {
            // what the gateway does to this connection is what tests look at
        }
    }

    /// @param number  from 1
    public final class Connection {
        public final int number;
        public final Socket socket;
        public final InputStream in;
        public final OutputStream out;

        private Connection(Socket socket, int number) throws IOException {
            this.number = number;
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        }

        /// @return  the next request's head; empty when there is none any more
        public String readHead() throws IOException {
            StringBuilder head = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                head.append((char) c);
                if (head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                    requests.incrementAndGet();
                    return head.toString();
                }
            }
            return "";
        }

        public void write(String octets) throws IOException {
            out.write(octets.getBytes(ISO_8859_1));
            out.flush();
        }
    }

    public int port() {
        return listening.getLocalPort();
    }

    /// Heads that were read.
    public int requests() {
        return requests.get();
    }

    public int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
