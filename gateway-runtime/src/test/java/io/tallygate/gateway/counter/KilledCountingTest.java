package io.tallygate.gateway.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that is killed while it counts has forgotten nothing that it said it counted.
class KilledCountingTest {
    private static final List<Allowance> ALLOWANCES = List.of(
            new Allowance.Sliding(1_000_000, 600),
            new Allowance.Fixed(1_000_000, 86_400),
            new Allowance.Bucket(1, 86_400, 1_000_000),
            new Allowance.Quota(1_000_000, Period.calendar(Period.Unit.YEAR, java.time.ZoneOffset.UTC)));

    @Test
    void a_killed_process_forgets_no_count(@TempDir Path directory) throws Exception {
        long said = 0;
        for (int round = 0; round < 4; round++) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            Counting.class.getName(),
                            directory.toString())
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                long until = System.nanoTime() + 300_000_000L;
                String line = out.readLine();
                boolean begun = false;
                while (line != null && (!begun || System.nanoTime() < until)) {
                    if (line.equals("counted")) {
                        said++;
                        until = begun ? until : System.nanoTime() + 50_000_000L * (round + 1);
                        begun = true;
                    }
                    line = out.readLine();
                }
                assertThat(begun).isTrue();
                process.toHandle().destroyForcibly(); // the process's own would close what it has said
                while (line != null) {
                    said += line.equals("counted") ? 1 : 0;
                    line = out.readLine();
                }
            }
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
        try (LimitCounts counts = LimitCounts.open(directory, LimitCounts.Bounds.NONE)) {
            for (Allowance allowance : ALLOWANCES) {
                Count count = counts.table("killed", allowance, 10, null).of(new CountKey().add("k"), allowance);
                long used = count.used(counts.clock().now(), System.currentTimeMillis());
                System.out.println(allowance + ": said " + said + ", found " + used);
                assertThat(used)
                        .isBetween(said, said + 4); // one call of each life may have been cut before it was said
            }
        }
    }

    static final class Counting {
        public static void main(String[] arguments) {
            LimitCounts counts = LimitCounts.open(Path.of(arguments[0]), LimitCounts.Bounds.NONE);
            CountKey key = new CountKey().add("k");
            while (true) {
                for (Allowance allowance : ALLOWANCES) {
                    CountTable table = counts.table("killed", allowance, 10, null);
                    table.of(key, allowance).take(counts.clock().now(), System.currentTimeMillis(), 1);
                }
                System.out.println("counted");
            }
        }
    }
}
