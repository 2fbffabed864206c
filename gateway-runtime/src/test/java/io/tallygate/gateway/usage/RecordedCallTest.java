package io.tallygate.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.running.StoredUsage;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the store is told of a call beside what every call has.
class RecordedCallTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private static StoredUsage store;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        store = new StoredUsage();
        gateway = RunningGateway.withSettings(
                Map.of(
                        "TALLYGATE_CLICKHOUSE_URL", store.address().toString(),
                        "TALLYGATE_REGION", "north",
                        "TALLYGATE_USAGE_CALLER", "truncated",
                        "TALLYGATE_TRUSTED_PROXIES", "127.0.0.0/8"),
                "");
        gateway.feed()
                .openRoute(
                        new UUID(9, 1),
                        RunningGateway.UPSTREAM,
                        "'path':'/attributed'",
                        "{'policy':'attributes','config':{'headers':{'tier':'X-Tier'},'constants':{'kind':'batch'},"
                                + "'mostValues':2}}");
        gateway.awaitApplied();
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        store.close();
    }

    @BeforeEach
    void forget() throws Exception {
        RunningGateway.await("what other tests did", () -> gateway.metric("tallygate_journal_unshipped_records") == 0);
        store.forget();
    }

    @Test
    void region_trace_and_the_callers_network_are_recorded() throws Exception {
        gateway.get(
                "/acme/orders/7",
                "X-Forwarded-For",
                "192.0.2.77",
                "traceparent",
                "00-" + TRACE + "-b7ad6b7169203331-01");
        StoredUsage.Row row = store.row("usage_event");
        assertThat(row.text("region")).isEqualTo("north");
        assertThat(row.text("trace").replace("-", "")).isEqualTo(TRACE);
        assertThat(row.text("caller")).isEqualTo("192.0.2.0");
        assertThat(row.text("attributes")).isEqualTo("{}");
        assertThat(row.text("subscription")).isEqualTo(RunningGateway.SUBSCRIPTION.toString());
    }

    @Test
    void of_an_address_of_version_6_48_bits_are_left() throws Exception {
        gateway.get("/acme/orders/7", "X-Forwarded-For", "2001:db8:1:2:3::4");
        assertThat(store.row("usage_event").text("caller")).isEqualTo("2001:db8:1:0:0:0:0:0");
        assertThat(store.row("usage_event").text("trace")).isEqualTo(new UUID(0, 0).toString());
    }

    @Test
    void an_attribute_with_more_values_than_it_may_have_becomes_other() throws Exception {
        for (String tier : new String[] {"gold", "silver", "bronze", "gold"}) {
            gateway.get("/attributed", "X-Tier", tier);
        }
        RunningGateway.await("four rows", () -> store.rows("usage_event").size() == 4);
        assertThat(store.rows("usage_event").stream().map(row -> row.text("attributes")))
                .containsExactly(
                        "{kind=batch, tier=gold}",
                        "{kind=batch, tier=silver}",
                        "{kind=batch, tier=other}",
                        "{kind=batch, tier=gold}");
        assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"attribute-values\"}"))
                .isEqualTo(1);
    }
}
