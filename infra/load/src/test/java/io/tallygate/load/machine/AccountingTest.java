package io.tallygate.load.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class AccountingTest {
    private static final String STAT = "4242 (nginx: ) worker 1) S 4241 4241 4241 0 -1 4194624 1200 0 3 0"
            + " 123 456 7 8 20 0 1 0 987654 12345678 2048 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 1 0 0";

    @Test
    void a_process_name_with_brackets_and_blanks_does_not_shift_the_times() {
        assertThat(CpuTime.ofProcess(STAT)).isEqualTo(new CpuTime(123, 456));
        assertThat(CpuTime.ofEndedChildren(STAT)).isEqualTo(new CpuTime(7, 8));
    }

    @Test
    void a_tick_is_ten_milliseconds() {
        CpuTime spent = new CpuTime(150, 250).minus(new CpuTime(50, 50)).plus(new CpuTime(1, 1));
        assertThat(spent.userMicros()).isEqualTo(1_010_000);
        assertThat(spent.micros()).isEqualTo(3_020_000);
    }

    @Test
    void waiting_for_a_disk_is_not_work() {
        var before = Machine.Ticks.of("cpu  100 0 100 1000 50 0 10 5 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n");
        var after = Machine.Ticks.of("cpu  160 0 120 1300 90 0 15 10 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n");
        assertThat(after.minus(before)).isEqualTo(new Machine.Ticks(90, 430));
    }

    @Test
    void shared_pages_count_in_each_process_once_resident_and_once_in_proportion() {
        MemoryUse use = MemoryUse.of("""
            55d0-7ffc ---p 00000000 00:00 0 [rollup]
            Rss:               20480 kB
            Pss:               10240 kB
            Pss_Dirty:           100 kB
            """);
        assertThat(use.plus(use).residentMiB()).isEqualTo(40);
        assertThat(use.plus(use).proportionalMiB()).isEqualTo(20);
    }

    @Test
    void heap_that_threads_allocated_is_summed_in_whatever_unit_each_says_it() {
        assertThat(JavaHeap.allocated("""
            "loop-0" #30 [77] prio=5 os_prio=0 cpu=1.00ms elapsed=2.00s allocated=300M defined_classes=1 tid=0x1
            "loop-1" #31 [78] prio=5 os_prio=0 cpu=1.00ms elapsed=2.00s allocated=2G defined_classes=0 tid=0x2
            "feed" #32 [79] prio=5 os_prio=0 cpu=1.00ms elapsed=2.00s allocated=150K defined_classes=0 tid=0x3
            "watch" #33 [80] prio=5 os_prio=0 cpu=1.00ms elapsed=2.00s allocated=104B defined_classes=0 tid=0x4
            """)).isEqualTo((300L << 20) + (2L << 30) + (150L << 10) + 104);
    }

    @Test
    void live_heap_is_the_total_of_the_histogram() throws IOException {
        assertThat(JavaHeap.live("""
             num     #instances         #bytes  class name (module)
            -------------------------------------------------------
               1:         12345        1234567  [B (java.base@25)
            Total         54321       17654321
            """)).isEqualTo(17_654_321);
        assertThatThrownBy(() -> JavaHeap.live("no such process")).isInstanceOf(IOException.class);
    }

    @Test
    void this_process_has_taken_time_and_memory() throws IOException {
        ProcessTree own = new ProcessTree(ProcessHandle.current());
        assertThat(own.cpu().micros()).isPositive();
        assertThat(own.memory().residentMiB()).isGreaterThan(1);
        assertThat(Machine.ticks().busy()).isPositive();
    }
}
