package io.tallygate.gateway.running;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// Ports for what a test starts: below those that the system gives to outgoing connections, and never one twice, nor
/// one
/// of the other process that runs tests, so that nothing takes one between the choice and its use.
public final class FreePorts {
    private static final int COUNT = 5_000;
    private static final int FIRST = 20_000 + COUNT * (Integer.getInteger("test.fork", 1) % 2);
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private FreePorts() {}

    public static int next() throws IOException {
        for (int tries = 0; tries < COUNT; tries++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (IOException taken) {
                // the next one, then
            }
        }
        throw new IOException("no port is free");
    }
}
