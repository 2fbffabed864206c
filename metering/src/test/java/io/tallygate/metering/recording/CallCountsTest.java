package io.tallygate.metering.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CallCountsTest {
    private static final long HOUR = 1_780_000_000L / 3600 * 3600;

    @Test
    void calls_are_counted_by_tenant_and_hour_whatever_else_their_rows_hold() {
        List<UsageDraft> drafts = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            UsageDraft draft = new UsageDraft();
            Drafts.fill(draft, i, (HOUR + 3600L * (i % 2)) * 1_000_000 + i);
            draft.tenantLow = 1 + i / 6;
            for (int unit = 0; unit < i % 3; unit++) {
                draft.unit(("tokens-" + "x".repeat(10 * unit)).getBytes(UTF_8), amount("12.5"));
            }
            for (int attribute = 0; attribute < i % 4; attribute++) {
                draft.attribute(
                        ("tier-" + attribute).getBytes(UTF_8),
                        "gold".repeat(attribute).getBytes(UTF_8));
            }
            drafts.add(draft);
        }
        Map<CallCounts.Key, Long> counts = CallCounts.of(Blocks.of("t", drafts));
        assertThat(counts)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(key(1, HOUR), 3L, key(1, HOUR + 3600), 3L, key(2, HOUR), 3L, key(2, HOUR + 3600), 3L));
    }

    private static CallCounts.Key key(long tenant, long hour) {
        return new CallCounts.Key(new UUID(0, tenant), hour, "0123456789ab");
    }

    private static UnitAmount amount(String text) {
        UnitAmount amount = new UnitAmount();
        byte[] octets = text.getBytes(UTF_8);
        assertThat(amount.read(octets, 0, octets.length)).isTrue();
        return amount;
    }
}
