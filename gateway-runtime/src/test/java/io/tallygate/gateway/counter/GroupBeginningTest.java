package io.tallygate.gateway.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.RunningGateway;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An instance that begins does not know what the group has counted, and neither guesses nor waits for ever.
class GroupBeginningTest {
    @TempDir
    Path directory;

    /// Neither there nor away.
    private static final class Silent implements SharedCounters {
        @Override
        public CompletionStage<Group> hello() {
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Void> exchange(List<Claim> claims, int instances) {
            return new CompletableFuture<>();
        }

        @Override
        public void close() {
            // nothing is held
        }
    }

    @Test
    void until_the_store_has_answered_a_hundredth_passes_and_soon_the_share() throws Exception {
        try (LimitCounts counts = LimitCounts.open(directory, LimitCounts.Bounds.NONE, Silent::new)) {
            GroupCounts group = Objects.requireNonNull(counts.group());
            Allowance allowance =
                    new Allowance.Quota(1_000, Period.calendar(Period.Unit.YEAR, java.time.ZoneOffset.UTC));
            Count count = counts.table("limit", allowance, 10, Sharing.SHARE).of(new CountKey().add("c"), allowance);
            int atOnce = taken(counts, count);
            assertThat(group.isBeginning()).isTrue();
            assertThat(group.isLost()).isFalse();
            assertThat(atOnce).isEqualTo(10);
            RunningGateway.await("waits no longer", () -> !group.isBeginning());
            assertThat(group.isLost()).isTrue();
            assertThat(atOnce + taken(counts, count)).isEqualTo(1_000);
        }
    }

    private static int taken(LimitCounts counts, Count count) {
        int taken = 0;
        while (count.take(counts.clock().now(), System.currentTimeMillis(), 1) != Count.NO_ROOM) {
            taken++;
        }
        return taken;
    }
}
