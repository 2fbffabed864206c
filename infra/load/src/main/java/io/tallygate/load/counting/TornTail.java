package io.tallygate.load.counting;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// A gateway is killed, and the end of its journal of calls or of events is torn before it begins again: cut, scribbled
/// on, with half a
/// record or an old one behind it. Of records that are themselves hit, the ledger notes that the drill destroyed them;
/// every other one is there, and nothing is made of what was scribbled.
record TornTail() implements Fault {
    private static final int HEADER = 64;
    private static final int NUMBER_AT = 8;
    private static final int MOST_HIT = 600;
    private static final int MOST_SCRIBBLED = 4_000;

    /// What is done to the newest file.
    private enum Tear {
        SCRIBBLE_BEHIND,
        HALF_A_RECORD,
        AN_OLD_RECORD,
        CUT_BEHIND,
        SCRIBBLE_OVER,
        CUT_OFF,
        SPARE_FILE
    }

    @Override
    public String name() {
        return "torn-tail";
    }

    @Override
    public void strike(CountingScene scene) throws IOException, InterruptedException {
        Instance gateway = scene.anyGateway();
        scene.kill(gateway);
        Tear tear = Tear.values()[scene.random.nextInt(Tear.values().length)];
        Path events = gateway.data().resolve("events");
        boolean destroys = tear == Tear.SCRIBBLE_OVER || tear == Tear.CUT_OFF;
        boolean isOfEvents = scene.random.nextInt(3) == 0 && !destroys && Files.isDirectory(events);
        tear(isOfEvents ? events : gateway.data().resolve("journal"), tear, scene.random, scene.ledger);
        gateway.begin();
    }

    private static void tear(Path journal, Tear tear, Random random, Ledger ledger) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(journal)) {
            files = all.filter(file -> file.toString().endsWith(".usage"))
                    .sorted()
                    .toList();
        }
        if (tear == Tear.SPARE_FILE) {
            for (Path file : files) {
                if (tail(read(file)) <= HEADER) {
                    cut(file, random.nextInt(2 * HEADER));
                    return;
                }
            }
            return;
        }
        Path newest = files.stream()
                .filter(file -> tail(read(file)) > HEADER)
                .max(Comparator.comparingLong(file -> read(file).getLong(NUMBER_AT)))
                .orElse(null);
        if (newest == null) {
            return;
        }
        ByteBuffer content = read(newest);
        int tail = tail(content);
        switch (tear) {
            case SCRIBBLE_BEHIND -> scribble(newest, tail, 8 + random.nextInt(MOST_SCRIBBLED), random);
            case HALF_A_RECORD -> put(newest, tail, content, recordSize(content, HEADER) / 2);
            case AN_OLD_RECORD -> put(newest, tail, content, recordSize(content, HEADER));
            case CUT_BEHIND -> cut(newest, Math.min(content.limit(), tail + random.nextInt(100)));
            case SCRIBBLE_OVER -> {
                int from = Math.max(HEADER, tail - 8 - random.nextInt(MOST_HIT));
                noteDestroyed(content, from, tail, ledger);
                scribble(newest, from, tail - from, random);
            }
            case CUT_OFF -> {
                int from = Math.max(HEADER, tail - 8 - random.nextInt(MOST_HIT));
                noteDestroyed(content, from, tail, ledger);
                cut(newest, from);
            }
            case SPARE_FILE -> throw new IllegalStateException("done above");
        }
    }

    private static ByteBuffer read(Path file) {
        try {
            byte[] octets = Files.readAllBytes(file);
            return ByteBuffer.wrap(octets.length < HEADER ? new byte[HEADER] : octets)
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException gone) {
            throw new java.io.UncheckedIOException(gone);
        }
    }

    /// Behind the last octet that is not zero, on a boundary of eight.
    private static int tail(ByteBuffer content) {
        int at = content.limit();
        while (at > HEADER && content.get(at - 1) == 0) {
            at--;
        }
        return Math.min(content.limit(), at + 7 & ~7);
    }

    /// Length in three octets, its form in one, a checksum, the row.
    private static int recordSize(ByteBuffer content, int at) {
        int head = content.getInt(at);
        return head < 0 ? -head : head == 0 ? 8 : 8 + (head & 0xFF_FFFF) + 7 & ~7;
    }

    private static void noteDestroyed(ByteBuffer content, int from, int to, Ledger ledger) {
        for (int at = HEADER; at < to; at += Math.max(8, recordSize(content, at))) {
            if (content.getInt(at) > 0 && at + recordSize(content, at) > from && at + 24 <= content.limit()) {
                int call = ledger.find(content.getLong(at + 8), content.getLong(at + 16));
                if (call >= 0) {
                    ledger.note(call, Ledger.DESTROYED);
                }
            }
        }
    }

    private static void scribble(Path file, int at, int length, Random random) throws IOException {
        byte[] nonsense = new byte[length];
        random.nextBytes(nonsense);
        write(file, at, nonsense);
    }

    private static void put(Path file, int at, ByteBuffer from, int length) throws IOException {
        byte[] part = new byte[length];
        from.get(HEADER, part);
        write(file, at, part);
    }

    /// Never longer than it was.
    private static void write(Path file, int at, byte[] octets) throws IOException {
        try (var out = java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
            int room = (int) Math.min(octets.length, out.size() - at);
            if (room > 0) {
                out.write(ByteBuffer.wrap(octets, 0, room), at);
            }
        }
    }

    private static void cut(Path file, int length) throws IOException {
        try (var out = java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
            out.truncate(length);
        }
    }
}
