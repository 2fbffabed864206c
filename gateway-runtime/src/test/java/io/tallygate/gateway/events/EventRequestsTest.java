package io.tallygate.gateway.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.observe.Metrics;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventRequestsTest {
    private final Metrics metrics = new Metrics();
    private final EventRequests requests = new EventRequests(metrics);

    @Test
    void one_tenant_has_a_part_of_what_may_be_under_way_and_gets_it_back() {
        UUID greedy = UUID.randomUUID();
        for (int i = 0; i < EventBounds.REQUESTS_OF_TENANT; i++) {
            assertThat(requests.begin(greedy, 1)).isNull();
        }
        assertThat(requests.begin(greedy, 1)).isEqualTo(EventRequests.Refusal.OF_TENANT);
        assertThat(requests.begin(UUID.randomUUID(), 1)).as("another tenant").isNull();
        requests.end(greedy, 1);
        assertThat(requests.begin(greedy, 1)).isNull();
        assertThat(metrics.hits(Limit.EVENT_REQUESTS)).isEqualTo(1);
    }

    @Test
    void what_is_refused_holds_nothing() {
        int eighth = (int) (EventBounds.held() / 8 - 1);
        UUID tenant = UUID.randomUUID();
        for (int i = 0; i < 8; i++) {
            assertThat(requests.begin(tenant, eighth)).isNull();
        }
        assertThat(requests.begin(tenant, eighth)).isEqualTo(EventRequests.Refusal.OF_ALL);
        assertThat(requests.begin(tenant, eighth)).isEqualTo(EventRequests.Refusal.OF_ALL);
        assertThat(metrics.hits(Limit.EVENT_OCTETS)).isEqualTo(2);
        assertThat(requests.begin(tenant, 1)).as("a small one").isNull();
    }
}
