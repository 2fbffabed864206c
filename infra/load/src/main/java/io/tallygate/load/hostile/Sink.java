package io.tallygate.load.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Takes connections on loopback, reads of each as much as an attacker has sent by the time that a gateway closed it,
/// and closes it.
final class Sink {
    private static final int BACKLOG = 256;
    private static final int READ = 256 << 10;

    private Sink() {}

    /// @return  its port; it lasts as long as the process
    static int open() throws IOException {
        ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("sink").start(() -> accept(server));
        return server.getLocalPort();
    }

    private static void accept(ServerSocket server) {
        while (true) {
            try {
                Socket connection = server.accept();
                Thread.ofVirtual().start(() -> swallow(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void swallow(Socket connection) {
        try (connection) {
            InputStream in = connection.getInputStream();
            byte[] buffer = new byte[64 << 10];
            for (int read = 0, more = 0; more >= 0 && read < READ; read += more) {
                more = in.read(buffer);
            }
        } catch (IOException gone) {
            // that is an end, too
        }
    }
}
