package io.tallygate.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.billing.Shop;
import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.SubscriptionId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
    private static final Instant OCTOBER = Instant.parse("2026-10-01T00:00:00Z");
    private final Shop shop = new Shop("0.002", "EUR");

    @Test
    void an_application_has_one_subscription_to_a_product_even_when_two_ask_at_once() throws Exception {
        UUID application = UUID.randomUUID();
        Callable<Boolean> subscribe = () -> {
            try {
                start(application, OCTOBER);
                return true;
            } catch (AlreadySubscribed refused) {
                return false;
            }
        };
        try (var threads = Executors.newFixedThreadPool(8)) {
            int won = 0;
            for (Future<Boolean> one : threads.invokeAll(java.util.Collections.nCopies(8, subscribe))) {
                won += one.get() ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        }
    }

    @Test
    void after_a_cancellation_it_may_start_again_but_not_before_the_end() {
        UUID application = UUID.randomUUID();
        SubscriptionId first = start(application, OCTOBER);
        assertThatThrownBy(() -> start(application, OCTOBER)).isInstanceOf(AlreadySubscribed.class);
        shop.database.inTenant(shop.tenant, store -> {
            Subscriptions subscriptions = new Subscriptions(store, Shop.clockAt(Shop.NOVEMBER));
            Subscription ended = subscriptions.cancel(subscriptions.find(first).orElseThrow());
            assertThat(ended.endsAt()).isEqualTo(Shop.NOVEMBER);
            assertThat(ended.status()).isEqualTo(SubscriptionStatus.CANCELLED);
            return null;
        });
        assertThatThrownBy(() -> start(application, OCTOBER.plusSeconds(86_400)))
                .isInstanceOf(AlreadySubscribed.class)
                .hasMessageContaining("ran until 2026-11-05T10:00:00Z");
        assertThat(start(application, Shop.NOVEMBER)).isNotEqualTo(first);
    }

    @Test
    void cancelling_twice_keeps_the_first_end() {
        SubscriptionId id = start(UUID.randomUUID(), OCTOBER);
        for (Instant at : List.of(Shop.NOVEMBER, Shop.NOVEMBER.plusSeconds(3600))) {
            shop.database.inTenant(shop.tenant, store -> {
                Subscriptions subscriptions = new Subscriptions(store, Shop.clockAt(at));
                return subscriptions.cancel(subscriptions.find(id).orElseThrow());
            });
        }
        Instant end = shop.database.inTenant(
                shop.tenant,
                store -> new Subscriptions(store, Shop.clockAt(Shop.NOVEMBER))
                        .find(id)
                        .orElseThrow()
                        .endsAt());
        assertThat(end).isEqualTo(Shop.NOVEMBER);
    }

    @Test
    void what_is_answered_at_once_is_what_is_read_later() {
        Instant odd = Instant.parse("2026-11-05T10:00:00.123456789Z");
        UUID application = UUID.randomUUID();
        SubscriptionId id = start(application, odd);
        Instant answered = shop.database.inTenant(shop.tenant, store -> {
            Subscriptions subscriptions = new Subscriptions(store, Shop.clockAt(odd.plusNanos(777)));
            return subscriptions.cancel(subscriptions.find(id).orElseThrow()).endsAt();
        });
        Instant read = shop.database.inTenant(
                shop.tenant,
                store -> new Subscriptions(store, Shop.clockAt(odd))
                        .find(id)
                        .orElseThrow()
                        .endsAt());
        assertThat(answered).isEqualTo(read).isEqualTo(Instant.parse("2026-11-05T10:00:00.123457Z"));
    }

    @Test
    void lists_are_paged_and_filtered_in_the_store() {
        List<SubscriptionId> all = List.of(
                start(UUID.randomUUID(), OCTOBER),
                start(UUID.randomUUID(), OCTOBER),
                start(UUID.randomUUID(), OCTOBER));
        shop.database.inTenant(shop.tenant, store -> {
            Subscriptions subscriptions = new Subscriptions(store, Shop.clockAt(Shop.NOVEMBER));
            List<Subscription> first = subscriptions.list(SubscriptionFilter.ofConsumer(shop.consumer), null, 2);
            List<Subscription> rest = subscriptions.list(
                    SubscriptionFilter.ofConsumer(shop.consumer),
                    first.getLast().id(),
                    2);
            assertThat(first).extracting(Subscription::id).containsExactlyElementsOf(all.subList(0, 2));
            assertThat(rest).extracting(Subscription::id).containsExactly(all.get(2));
            assertThat(subscriptions.list(SubscriptionFilter.ofConsumer(UUID.randomUUID()), null, 9))
                    .isEmpty();
            assertThat(subscriptions.list(SubscriptionFilter.activeOf(shop.product), null, 9))
                    .hasSize(3);
            assertThat(subscriptions.timeZones()).containsExactly(Shop.BERLIN);
            return null;
        });
    }

    private SubscriptionId start(UUID application, Instant startsAt) {
        return shop.database.inTenant(
                shop.tenant,
                store -> new Subscriptions(store, Shop.clockAt(Shop.NOVEMBER))
                        .start(new NewSubscription(
                                shop.consumer,
                                application,
                                shop.product,
                                shop.planVersion,
                                Environment.LIVE,
                                Shop.BERLIN,
                                startsAt))
                        .id());
    }
}
