package io.tallygate.gateway.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is on disk is what was served last, or nothing.
class ConfigurationLogTest {
    private static final String SOURCE = "shared http://portal";

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("last-good");
    }

    private ConfigurationLog log(String source) {
        return new ConfigurationLog(file(), source, Long.MAX_VALUE);
    }

    /// As [FeedClient] hands a stream over.
    private static void write(ConfigurationLog log, Iterable<String> lines) throws Exception {
        FeedLines feed = new FeedLines((_, value) -> value);
        for (String text : lines) {
            byte[] line = text.getBytes(UTF_8);
            boolean wasInBatch = feed.isInBatch();
            if (feed.read(line) != null) {
                log.commit(line);
            } else if (wasInBatch) {
                log.change(line);
            } else if (feed.isInBatch()) {
                log.begin(line, feed.isSnapshot());
            }
        }
    }

    private static List<FeedBatch> load(ConfigurationLog log) {
        List<FeedBatch> batches = new ArrayList<>();
        log.load((_, value) -> value, batches::add);
        return batches;
    }

    private static List<String> sample() throws Exception {
        try (InputStream in = ConfigurationLogTest.class.getResourceAsStream("/contracts/gateway-feed.sample.ndjson")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8)
                    .lines()
                    .toList();
        }
    }

    private static List<FeedBatch> sinceLastSnapshot() throws Exception {
        List<FeedBatch> all = read(sample());
        int from = 0;
        for (int i = 0; i < all.size(); i++) {
            from = all.get(i).snapshot() ? i : from;
        }
        return all.subList(from, all.size());
    }

    private static List<FeedBatch> read(List<String> lines) throws Exception {
        FeedLines feed = new FeedLines((_, value) -> value);
        List<FeedBatch> batches = new ArrayList<>();
        for (String line : lines) {
            FeedBatch batch = feed.read(line.getBytes(UTF_8));
            if (batch != null) {
                batches.add(batch);
            }
        }
        return batches;
    }

    private static List<String> told(List<FeedBatch> batches) {
        return batches.stream()
                .map(batch -> batch.snapshot() + " " + batch.revision() + " "
                        + batch.changes().stream()
                                .map(change -> change.entity() + (change instanceof FeedBatch.Put ? " put" : " gone"))
                                .toList())
                .toList();
    }

    @Test
    void every_batch_of_the_contract_comes_back_and_the_file_is_for_its_owner_alone() throws Exception {
        write(log(SOURCE), sample());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(told(load(log(SOURCE)))).isEqualTo(told(sinceLastSnapshot()));
    }

    @Test
    void a_killed_process_leaves_all_that_was_committed_whatever_it_was_writing() throws Exception {
        write(log(SOURCE), sample());
        List<String> whole = told(load(log(SOURCE)));
        byte[] good = Files.readAllBytes(file());
        byte[] half =
                "{\"type\":\"begin\",\"mode\":\"changes\",\"revision\":200}\n{\"type\":\"put\",\"rev".getBytes(UTF_8);
        for (int length = 1; length <= half.length; length++) {
            byte[] left = Arrays.copyOf(good, good.length + length);
            System.arraycopy(half, 0, left, good.length, length);
            Files.write(file(), left);
            assertThat(told(load(log(SOURCE)))).isEqualTo(whole);
        }
        ConfigurationLog again = log(SOURCE);
        load(again);
        write(again, List.of(begin("changes", 300), put("credential", 1, 300), commit(300)));
        assertThat(load(log(SOURCE)).getLast().revision()).isEqualTo(300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"changed", "line lost", "empty", "of another portal", "first batch cut"})
    void a_file_that_cannot_be_trusted_is_not_used_at_all(String how) throws Exception {
        write(log(SOURCE), sample());
        byte[] whole = Files.readAllBytes(file());
        switch (how) {
            case "changed" -> {
                for (int at = 0; at < whole.length; at += 97) {
                    byte[] wrong = whole.clone();
                    wrong[at] ^= 1;
                    Files.write(file(), wrong);
                    List<String> left = told(load(log(SOURCE)));
                    assertThat(left)
                            .as("octet " + at)
                            .isEqualTo(
                                    left.isEmpty()
                                            ? List.of()
                                            : told(sinceLastSnapshot()).subList(0, left.size()));
                }
                Files.write(file(), new byte[0]);
            }
            case "line lost" -> {
                List<String> lines = new ArrayList<>(Files.readAllLines(file()));
                lines.remove(3);
                Files.write(file(), lines);
            }
            case "first batch cut" -> Files.write(file(), Arrays.copyOf(whole, 300));
            case "empty" -> Files.write(file(), new byte[0]);
            default -> {}
        }
        String source = how.equals("of another portal") ? "shared http://other" : SOURCE;
        assertThat(load(log(source))).isEmpty();
    }

    @Test
    void a_batch_that_broke_off_leaves_no_trace() throws Exception {
        ConfigurationLog log = log(SOURCE);
        write(log, List.of(begin("snapshot", 1), put("credential", 1, 1), commit(1)));
        write(log, List.of(begin("changes", 2), put("credential", 2, 2)));
        log.abandon();
        write(log, List.of(begin("changes", 3), put("credential", 3, 3), commit(3)));
        assertThat(load(log(SOURCE))).extracting(FeedBatch::revision).containsExactly(1L, 3L);
        write(log, List.of(begin("snapshot", 9), put("credential", 2, 9)));
        log.close();
        assertThat(load(log(SOURCE))).extracting(FeedBatch::revision).containsExactly(1L, 3L);
    }

    @Test
    void a_tidied_file_says_the_same_in_fewer_octets() throws Exception {
        ConfigurationLog log = new ConfigurationLog(file(), SOURCE, 1);
        SplittableRandom random = new SplittableRandom(7);
        Map<Integer, Long> there = new LinkedHashMap<>();
        write(log, List.of(begin("snapshot", 1), commit(1)));
        long largest = 0;
        for (long revision = 2; revision < 3_000; revision++) {
            int id = random.nextInt(100);
            boolean goes = random.nextInt(4) == 0;
            write(
                    log,
                    List.of(
                            begin("changes", revision),
                            goes ? gone("credential", id, revision) : put("credential", id, revision),
                            commit(revision)));
            if (goes) {
                there.remove(id);
            } else {
                there.put(id, revision);
            }
            log.tidy(revision);
            largest = Math.max(largest, Files.size(file()));
        }
        System.out.println("configuration log: largest " + largest + " octets, " + Files.size(file()) + " at the end");
        assertThat(largest).isLessThan(200_000);
        Map<UUID, Boolean> loaded = new LinkedHashMap<>();
        load(log(SOURCE))
                .forEach(batch -> batch.changes().forEach(change -> {
                    if (change instanceof FeedBatch.Put) {
                        loaded.put(change.entity().id(), true);
                    } else {
                        loaded.remove(change.entity().id());
                    }
                }));
        assertThat(loaded.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        there.keySet().stream().map(id -> new UUID(1, id)).toList());
        assertThat(load(log(SOURCE)).getLast().revision()).isEqualTo(2_999);
    }

    private static String begin(String mode, long revision) {
        return "{\"type\":\"begin\",\"mode\":\"" + mode + "\",\"revision\":" + revision + "}";
    }

    private static String commit(long revision) {
        return "{\"type\":\"commit\",\"revision\":" + revision + "}";
    }

    private static String put(String kind, int id, long revision) {
        return "{\"type\":\"put\",\"revision\":" + revision + ",\"kind\":\"" + kind + "\",\"id\":\"" + new UUID(1, id)
                + "\",\"value\":{}}";
    }

    private static String gone(String kind, int id, long revision) {
        return "{\"type\":\"delete\",\"revision\":" + revision + ",\"kind\":\"" + kind + "\",\"id\":\""
                + new UUID(1, id) + "\"}";
    }
}
