package io.tallygate.load.counting;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tallygate.load.life.Wire;
import io.tallygate.load.life.Wire.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The way from the gateways to ClickHouse, that does to a block of usage what networks, proxies and operators do.
/// It never acknowledges anything by itself.
final class Passage implements AutoCloseable {
    /// What may become of one block.
    enum Deed {
        /// Stored, and the answer never arrives.
        LOSE_ANSWER,
        /// Stored a while later; blocks of other instances overtake it.
        HOLD,
        /// Cut, and yet a copy of it arrives after later blocks.
        LATE_COPY,
        /// Half of it arrives.
        HALF,
        /// Stored and acknowledged, and it arrives once more later.
        TWICE
    }

    private static final int KEPT = 64;
    private static final int MOST_KEPT_OCTETS = 1 << 20;
    private static final int MOST_HELD_MILLIS = 1_500;
    private static final int MOST_LATE_MILLIS = 6_000;
    private static final int PATIENCE_MILLIS = 120_000;
    private static final String BLOCK = "insert_deduplication_token=";

    private final int store;
    private final Random random;
    private final ServerSocket server = new ServerSocket();
    private final Set<Wire> open = ConcurrentHashMap.newKeySet();
    private final Set<Thread> late = ConcurrentHashMap.newKeySet();
    private final Map<Deed, Integer> done = new EnumMap<>(Deed.class);
    private final List<Message> kept = new ArrayList<>();
    private volatile Map<Deed, Integer> shares = Map.of();
    private volatile boolean closed;
    private long seen;

    /// @param store  ClickHouse's port
    Passage(int store, Random random) throws IOException {
        this.store = store;
        this.random = random;
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        Thread.ofPlatform().daemon().name("passage").start(this::accept);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /// @param shares  of a hundred blocks
    void misbehave(Map<Deed, Integer> shares) {
        this.shares = shares;
    }

    /// From now on nothing passes, until it does again.
    void closed(boolean closed) {
        this.closed = closed;
        if (closed) {
            open.forEach(Wire::close);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().name("passage").start(() -> serve(socket));
            } catch (IOException over) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (Wire gateway = new Wire(socket)) {
            open.add(gateway);
            try {
                for (Message request = gateway.read(); request != null && !closed; request = gateway.read()) {
                    Deed deed = request.start().contains(BLOCK) ? next(request) : null;
                    byte[] answer = carry(request, deed);
                    if (answer.length == 0 || closed) {
                        return;
                    }
                    gateway.write(answer);
                }
            } finally {
                open.remove(gateway);
            }
        } catch (IOException | InterruptedException gone) {
            // the gateway offers it again, or nobody is there any more
        }
    }

    private synchronized @Nullable Deed next(Message block) {
        seen++;
        if (block.body().length > MOST_KEPT_OCTETS) {
            return null; // of a backlog: sixteen of them would fill the memory
        }
        if (kept.size() < KEPT) {
            kept.add(block);
        } else if (random.nextInt(100) < 5) {
            kept.set(random.nextInt(KEPT), block);
        }
        int point = random.nextInt(100);
        for (Map.Entry<Deed, Integer> share : shares.entrySet()) {
            point -= share.getValue();
            if (point < 0) {
                return share.getKey();
            }
        }
        return null;
    }

    private synchronized void did(Deed deed) {
        done.merge(deed, 1, Integer::sum);
    }

    /// @return  for the gateway; empty: it is cut
    private byte[] carry(Message request, @Nullable Deed deed) throws IOException, InterruptedException {
        if (deed == null) {
            return forward(request);
        }
        return switch (deed) {
            case LOSE_ANSWER -> {
                byte[] answer = forward(request);
                if (isSuccess(answer)) {
                    did(deed);
                }
                yield new byte[0];
            }
            case HOLD -> {
                Thread.sleep(wait(MOST_HELD_MILLIS));
                did(deed);
                yield forward(request);
            }
            case LATE_COPY -> {
                later(request, wait(MOST_LATE_MILLIS));
                did(deed);
                yield new byte[0];
            }
            case HALF -> {
                byte[] whole = octets(request);
                try (Wire wire = Wire.open(store)) {
                    wire.write(java.util.Arrays.copyOf(whole, whole.length - request.body().length / 2));
                    Thread.sleep(20);
                }
                did(deed);
                yield new byte[0];
            }
            case TWICE -> {
                byte[] answer = forward(request);
                later(request, wait(MOST_LATE_MILLIS));
                did(deed);
                yield answer;
            }
        };
    }

    private synchronized int wait(int most) {
        return 1 + random.nextInt(most);
    }

    private void later(Message request, int millis) {
        Thread thread = Thread.ofVirtual().name("late").unstarted(() -> {
            try {
                Thread.sleep(millis);
                while (!isSuccess(tryOnce(request))) { // whoever holds the copy wants to be rid of it
                    Thread.sleep(500);
                }
            } catch (InterruptedException over) {
                // the drill is over
            } finally {
                late.remove(Thread.currentThread());
            }
        });
        late.add(thread);
        thread.start();
    }

    private byte[] tryOnce(Message request) {
        try {
            return forward(request);
        } catch (IOException away) {
            return new byte[0];
        }
    }

    private byte[] forward(Message request) throws IOException {
        try (Wire wire = Wire.open(store)) {
            wire.patience(PATIENCE_MILLIS);
            wire.write(octets(request));
            Message answer = wire.read();
            return answer == null ? new byte[0] : octets(answer);
        }
    }

    private static boolean isSuccess(byte[] answer) {
        return answer.length > 12 && new String(answer, 0, 12, ISO_8859_1).endsWith(" 200");
    }

    private static byte[] octets(Message message) {
        StringBuilder head = new StringBuilder(message.start()).append("\r\n");
        message.fields().forEach((name, value) -> {
            if (!name.equals("transfer-encoding") && !name.equals("content-length") && !name.equals("connection")) {
                head.append(name).append(": ").append(value).append("\r\n");
            }
        });
        head.append("content-length: ").append(message.body().length).append("\r\n\r\n");
        var all = new ByteArrayOutputStream(head.length() + message.body().length);
        all.writeBytes(head.toString().getBytes(ISO_8859_1));
        all.writeBytes(message.body());
        return all.toByteArray();
    }

    /// Blocks of earlier, once more each, in another order.
    /// @return  how many
    int repeatOldBlocks() throws IOException {
        List<Message> again;
        synchronized (this) {
            again = new ArrayList<>(kept);
            java.util.Collections.shuffle(again, random);
        }
        for (Message block : again) {
            byte[] answer = forward(block);
            if (!isSuccess(answer)) {
                throw new IOException("A repeated block is refused: " + new String(answer, ISO_8859_1));
            }
        }
        return again.size();
    }

    /// Lets nothing go wrong any more, and waits for what is late.
    void calm() throws InterruptedException {
        shares = Map.of();
        closed(false);
        for (Thread thread : late) {
            thread.join(20_000);
        }
    }

    /// Blocks that were offered.
    synchronized long blocks() {
        return seen;
    }

    synchronized int done(Deed deed) {
        return done.getOrDefault(deed, 0);
    }

    @Override
    public void close() throws IOException {
        server.close();
        late.forEach(Thread::interrupt);
        open.forEach(Wire::close);
    }
}
