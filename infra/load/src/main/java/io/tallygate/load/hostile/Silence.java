package io.tallygate.load.hostile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/// Takes connections on loopback and never says anything: where an attack does nobody harm.
final class Silence implements AutoCloseable {
    private final ServerSocketChannel server;
    private final List<SocketChannel> taken = new ArrayList<>();
    private final Thread taking;

    Silence() throws IOException {
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4_096);
        taking = Thread.ofPlatform().daemon().name("silence").start(this::take);
    }

    int port() throws IOException {
        return ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    private void take() {
        try {
            while (true) {
                taken.add(server.accept());
            }
        } catch (IOException closed) {
            // it is over
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        try {
            taking.join(5_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        for (SocketChannel each : taken) {
            each.close();
        }
    }
}
