package io.tallygate.portal.running;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Ports for servers that are started a moment later. They lie below the range from which the system takes the local
/// ends of connections, so that no connection made in between can sit on one.
public final class FreePorts {
    private static final int FIRST = 20_000;
    private static final int LAST = 29_999;
    private static final int TRIES = 200;

    private FreePorts() {}

    /// @return one that nobody listens on now; chosen at random, since several test runs may share a machine
    public static int next() throws IOException {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no free port from %d to %d in %d tries".formatted(FIRST, LAST, TRIES));
    }

    /// On all addresses, as servers bind, and on the loopback, which may be taken alone.
    private static boolean isFree(int port) {
        try (ServerSocket everywhere = new ServerSocket(port)) {
            everywhere.setReuseAddress(false);
        } catch (IOException taken) {
            return false;
        }
        try (ServerSocket loopback = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return loopback.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
