package io.tallygate.load.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/// A process of its own, `Attacker FLOOD PORT SECONDS`: some connections flood at once, each comes again soon after it
/// was closed. Of port 0 it floods a [Sink] within itself, so that what the attack alone costs the machine is known.
/// Ends with one line: connections, frames, and how long the longest-lived lasted, in ms, once it had sent
/// too much.
public final class Attacker {
    private static final int CONNECTIONS = 8;
    private static final int BURST = 64;
    private static final long AGAIN_NANOS = 100_000_000L;
    private static final long LONGEST_NANOS = 5_000_000_000L;

    private final Flood flood;
    private final int port;
    private final long until;
    private final LongAdder connections = new LongAdder();
    private final LongAdder frames = new LongAdder();
    private final AtomicLong longest = new AtomicLong();

    private Attacker(Flood flood, int port, long until) {
        this.flood = flood;
        this.port = port;
        this.until = until;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Flood flood = Flood.valueOf(arguments[0].toUpperCase(Locale.ROOT).replace('-', '_'));
        long until = System.nanoTime() + Long.parseLong(arguments[2]) * 1_000_000_000L;
        int port = Integer.parseInt(arguments[1]);
        Attacker attacker = new Attacker(flood, port == 0 ? Sink.open() : port, until);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            threads.add(Thread.ofPlatform().start(attacker::attackAgainAndAgain));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.printf(
                "%d %d %d%n", attacker.connections.sum(), attacker.frames.sum(), attacker.longest.get() / 1_000_000);
    }

    private void attackAgainAndAgain() {
        while (System.nanoTime() < until) {
            attack();
            LockSupport.parkNanos(AGAIN_NANOS);
        }
    }

    private void attack() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2_000);
            socket.setTcpNoDelay(true);
            connections.increment();
            OutputStream out = socket.getOutputStream();
            out.write(Frames.PREFACE);
            out.write(new Frames().add(Frames.SETTINGS, 0, 0, new byte[0]).octets());
            AtomicLong closed = new AtomicLong();
            Thread reader = Thread.ofVirtual().start(() -> {
                readToEnd(socket);
                closed.set(System.nanoTime());
            });
            long tooMuch = flood(out, closed);
            if (tooMuch != 0) {
                long ended = closed.get();
                longest.accumulateAndGet((ended == 0 ? System.nanoTime() : ended) - tooMuch, Math::max);
            }
            socket.close();
            reader.join();
        } catch (IOException notEvenThat) {
            // the gateway does not take the connection
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return  when too much had been sent; 0: it was closed before
    private long flood(OutputStream out, AtomicLong closed) {
        long began = System.nanoTime();
        long tooMuch = 0;
        int burst = flood == Flood.HPACK_BOMB ? 1 : BURST;
        int number = 0;
        try {
            while (closed.get() == 0 && System.nanoTime() - began < LONGEST_NANOS) {
                Frames some = new Frames();
                for (int i = 0; i < burst; i++) {
                    flood.burst(some, number++);
                }
                out.write(some.octets());
                frames.add(burst);
                if (tooMuch == 0 && number >= flood.tooMuch) {
                    tooMuch = System.nanoTime();
                }
            }
        } catch (IOException reset) {
            closed.compareAndSet(0, System.nanoTime());
        }
        return tooMuch;
    }

    private static void readToEnd(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[16 << 10];
            while (in.read(buffer) >= 0) {
                // what is said is of no interest, only when it ends
            }
        } catch (IOException reset) {
            // that is an end, too
        }
    }
}
