package io.tallygate.load.counting;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/// Connections to every gateway, a call at a time on each, as fast as allowed. One thread: nothing here needs more,
/// and the machine is the gateways'. A connection that was cut is made anew only when its gateway is said to be back,
/// so that a killed gateway cuts at most the calls that were under way.
final class Callers implements AutoCloseable {
    private static final int BUFFER = 16 << 10;

    private final Ledger ledger;
    private final Random random;
    private final List<Peer> peers = new ArrayList<>();
    private final ArrayDeque<Line> idle = new ArrayDeque<>();
    private final Map<String, LongAdder> refused = new ConcurrentSkipListMap<>();
    private final LongAdder cut = new LongAdder();
    private final LongAdder strange = new LongAdder();
    private final Selector selector = Selector.open();
    private final Thread thread;
    private final byte[][] requests = new byte[Offer.kinds()][];
    private volatile int callsPerSecond;
    private volatile boolean stopping;

    /// One gateway, as its clients know it.
    final class Peer {
        private final int port;
        private final List<Line> lines = new ArrayList<>();

        /// Counts up each time that it is back.
        private volatile int life;

        private Peer(int port, int connections) {
            this.port = port;
            for (int i = 0; i < connections; i++) {
                lines.add(new Line(this));
            }
        }

        /// It is ready: connections may be made.
        void back() {
            life++;
        }
    }

    private static final class Line {
        private final Peer peer;
        private final ByteBuffer in = ByteBuffer.allocate(BUFFER);
        private SocketChannel channel;
        private SelectionKey key;
        private int life;
        private int kind = -1;
        private long sent;

        @SuppressWarnings("NullAway.Init") // connected before it is used
        private Line(Peer peer) {
            this.peer = peer;
        }
    }

    /// @param callsPerSecond  over all connections; 0: none
    Callers(Ledger ledger, Random random, int callsPerSecond) throws IOException {
        this.ledger = ledger;
        this.random = random;
        this.callsPerSecond = callsPerSecond;
        for (int kind = 0; kind < requests.length; kind++) {
            requests[kind] = Offer.request(kind);
        }
        thread = Thread.ofPlatform().name("callers").unstarted(this::run);
    }

    Peer add(int port, int connections) {
        Peer peer = new Peer(port, connections);
        peers.add(peer);
        return peer;
    }

    void start() {
        thread.start();
    }

    void pace(int callsPerSecond) {
        this.callsPerSecond = callsPerSecond;
    }

    private void run() {
        try {
            long last = System.nanoTime();
            double due = 0;
            while (!stopping || underWay()) {
                selector.select(1);
                for (SelectionKey key : selector.selectedKeys()) {
                    read((Line) key.attachment());
                }
                selector.selectedKeys().clear();
                long now = System.nanoTime();
                due = Math.min(due + callsPerSecond * ((now - last) / 1e9), 1 + callsPerSecond / 10.0);
                last = now;
                connect();
                while (!stopping && due >= 1 && !idle.isEmpty()) {
                    due--;
                    send(idle.poll());
                }
            }
        } catch (IOException impossible) {
            strange.increment();
            System.err.println("callers ended: " + impossible);
        }
    }

    private boolean underWay() {
        return peers.stream().flatMap(peer -> peer.lines.stream()).anyMatch(line -> line.kind >= 0);
    }

    private void connect() throws IOException {
        for (Peer peer : peers) {
            int life = peer.life;
            for (Line line : peer.lines) {
                if (line.life != life && line.kind < 0) {
                    line.life = life;
                    open(line);
                }
            }
        }
    }

    private void open(Line line) {
        try {
            idle.remove(line);
            if (line.channel != null) {
                line.channel.close();
            }
            SocketChannel channel =
                    SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), line.peer.port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            line.channel = channel;
            line.key = channel.register(selector, SelectionKey.OP_READ, line);
            line.in.clear();
            idle.add(line);
        } catch (IOException nobodyThere) {
            line.life = -1; // ready and yet nobody there: it was killed at once; try when it is back
            line.life = line.peer.life;
        }
    }

    private void send(Line line) {
        int kind = random.nextInt(requests.length);
        line.kind = Offer.withStatus(kind, Offer.status(kind));
        line.sent = Moment.now();
        try {
            ByteBuffer out = ByteBuffer.wrap(requests[kind]);
            while (out.hasRemaining()) {
                line.channel.write(out);
            }
        } catch (IOException gone) {
            cut(line);
        }
    }

    private void read(Line line) {
        try {
            if (line.channel.read(line.in) < 0) {
                cut(line);
            } else {
                answered(line);
            }
        } catch (IOException | RuntimeException gone) {
            cut(line);
        }
    }

    /// The call under way is cut, if there is one.
    private void cut(Line line) {
        if (line.kind >= 0) {
            cut.increment();
            line.kind = -1;
        }
        idle.remove(line);
        line.key.cancel();
        try {
            line.channel.close();
        } catch (IOException alreadyGone) {
            strange.increment();
        }
    }

    private void answered(Line line) throws IOException {
        byte[] octets = line.in.array();
        int head = endOfHead(octets, line.in.position());
        if (head < 0) {
            if (!line.in.hasRemaining()) {
                throw new IOException("a head without an end");
            }
            return;
        }
        String text = new String(octets, 0, head, ISO_8859_1).toLowerCase(java.util.Locale.ROOT);
        int status = Integer.parseInt(text.substring(9, 12));
        String length = field(text, "content-length");
        int body = status == 204 || length.isEmpty() ? 0 : Integer.parseInt(length);
        if (line.in.position() < head + body) {
            return;
        }
        boolean isOver = line.in.position() > head + body || line.kind < 0;
        String id = field(text, "x-request-id");
        if (isOver || id.isEmpty()) {
            strange.increment();
        } else if (field(text, "x-witness").isEmpty()) {
            refused.computeIfAbsent(status + " " + type(octets, head, body), _ -> new LongAdder())
                    .increment();
        } else {
            UUID known = UUID.fromString(id);
            int kind = status == Offer.status(line.kind) ? line.kind : -1;
            if (kind < 0) {
                strange.increment();
            } else {
                ledger.complete(
                        known.getMostSignificantBits(), known.getLeastSignificantBits(), kind, line.sent, Moment.now());
            }
        }
        line.kind = -1;
        line.in.clear();
        if (field(text, "connection").contains("close")) {
            line.key.cancel();
            line.channel.close();
            open(line);
        } else {
            idle.add(line);
        }
    }

    /// Of a problem.
    private static String type(byte[] octets, int head, int body) {
        String text = new String(octets, head, body, ISO_8859_1);
        int at = text.indexOf("\"type\":\"");
        return at < 0 ? "" : text.substring(at + 8, text.indexOf('"', at + 8));
    }

    static int endOfHead(byte[] octets, int filled) {
        for (int i = 3; i < filled; i++) {
            if (octets[i] == '\n' && octets[i - 1] == '\r' && octets[i - 2] == '\n' && octets[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    /// @param head  in lower case
    static String field(String head, String name) {
        int at = head.indexOf("\r\n" + name + ":");
        return at < 0
                ? ""
                : head.substring(at + name.length() + 3, head.indexOf("\r\n", at + 2))
                        .strip();
    }

    /// Sent, at least in part, and not answered whole.
    long cut() {
        return cut.sum();
    }

    /// Answers that the gateways gave themselves, by status and type of problem.
    Map<String, Long> refused() {
        Map<String, Long> counts = new ConcurrentSkipListMap<>();
        refused.forEach((what, count) -> counts.put(what, count.sum()));
        return counts;
    }

    long refusals() {
        return refused.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /// Answers that nobody should get: another status than the service's, no id, octets too many.
    long strange() {
        return strange.sum();
    }

    /// Lets calls under way end.
    @Override
    public void close() throws IOException, InterruptedException {
        stopping = true;
        thread.join(20_000);
        for (Peer peer : peers) {
            for (Line line : peer.lines) {
                if (line.channel != null) {
                    line.channel.close();
                }
            }
        }
        selector.close();
    }
}
