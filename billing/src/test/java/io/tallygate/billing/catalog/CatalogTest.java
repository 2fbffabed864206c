package io.tallygate.billing.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.billing.BillingDatabase;
import io.tallygate.billing.Shop;
import io.tallygate.metering.meter.TenantId;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CatalogTest {
    private final BillingDatabase database = BillingDatabase.shared();

    @Test
    void the_entities_fit_the_migrations() {
        database.validate();
    }

    @Test
    void a_price_keeps_its_twelve_decimals_and_only_them() {
        Shop shop = new Shop("0.000000000001", "EUR");
        Price price = database.inTenant(
                shop.tenant,
                store -> new Catalog(store, Shop.clockAt(Shop.NOVEMBER))
                        .version(shop.planVersion)
                        .orElseThrow()
                        .price());
        assertThat(price).isEqualTo(new Price.PerUnit(new BigDecimal("0.000000000001")));
        assertThat(new Price.PerUnit(new BigDecimal("0.00200"))).isEqualTo(new Price.PerUnit(new BigDecimal("0.002")));
        assertThatThrownBy(() -> new Price.PerUnit(new BigDecimal("0.0000000000001")))
                .hasMessageContaining("12 decimals");
        assertThatThrownBy(() -> new Price.PerUnit(new BigDecimal("-0.1"))).hasMessageContaining("negative");
        assertThatThrownBy(() -> new Price.PerUnit(new BigDecimal("1e13"))).hasMessageContaining("12 digits");
    }

    @Test
    void terms_with_rate_cards_come_back_as_they_were_written() {
        Shop shop = new Shop("0.002", "EUR");
        PlanTerms terms = SampleTerms.everything();
        UUID version = database.inTenant(shop.tenant, store -> {
            Catalog catalog = new Catalog(store, Shop.clockAt(Shop.NOVEMBER));
            PlanVersion draft = catalog.draft(catalog.plan(shop.plan).orElseThrow(), terms);
            catalog.publish(draft);
            return draft.id();
        });
        database.inTenant(shop.tenant, store -> {
            PlanVersion read = new Catalog(store, Shop.clockAt(Shop.NOVEMBER))
                    .version(version)
                    .orElseThrow();
            assertThat(read.terms()).isEqualTo(terms);
            assertThatThrownBy(read::price).hasMessageContaining("rate cards");
            return null;
        });
    }

    @Test
    void a_version_of_before_rate_cards_is_a_price_of_one_call() throws SQLException {
        Shop shop = new Shop("0.002", "EUR");
        UUID old = UUID.randomUUID();
        try (Connection connection = database.connect("tallygate_app", shop.tenant);
                var sql = connection.createStatement()) {
            sql.executeUpdate("insert into billing.plan_version (id, tenant_id, plan_id, version, status, price_model,"
                    + " unit_price, currency, monthly_quota, created_at) values ('" + old + "', '" + shop.tenant
                    + "', '" + shop.plan + "', 7, 'draft', 'per-unit', 0.00300, 'EUR', 1000, now())");
            connection.commit();
        }
        PlanTerms terms = database.inTenant(
                shop.tenant,
                store -> new Catalog(store, Shop.clockAt(Shop.NOVEMBER))
                        .version(old)
                        .orElseThrow()
                        .terms());
        assertThat(terms.priceOfCall()).contains(new Price.PerUnit(new BigDecimal("0.003")));
        assertThat(terms.cards())
                .containsExactly(RateCard.metered(
                        "requests", "Requests", "requests", new Price.PerUnit(new BigDecimal("0.003"))));
        assertThat(terms.quota()).isEqualTo(new Quota(1000));
    }

    @Test
    void terms_for_one_consumer_are_sold_beside_those_for_everybody() {
        Shop shop = new Shop("0.002", "EUR");
        UUID consumer = UUID.randomUUID();
        database.inTenant(shop.tenant, store -> {
            Catalog catalog = new Catalog(store, Shop.clockAt(Shop.NOVEMBER));
            Plan plan = catalog.plan(shop.plan).orElseThrow();
            catalog.publish(catalog.draft(plan, Shop.terms("0.001", "EUR"), consumer));
            assertThat(catalog.offer(shop.plan).orElseThrow().version().id()).isEqualTo(shop.planVersion);
            assertThat(catalog.offers(shop.product)).hasSize(1);
            assertThat(price(catalog.offer(shop.plan, consumer))).isEqualByComparingTo("0.001");
            assertThat(price(catalog.offer(shop.plan, UUID.randomUUID()))).isEqualByComparingTo("0.002");
            catalog.publish(catalog.draft(plan, Shop.terms("0.0005", "EUR"), consumer));
            assertThat(price(catalog.offer(shop.plan, consumer))).isEqualByComparingTo("0.0005");
            assertThat(catalog.versions(plan, null, 10))
                    .extracting(PlanVersion::version)
                    .containsExactly(3, 2, 1);
            return null;
        });
    }

    private static BigDecimal price(Optional<PlanOffer> offer) {
        return offer.orElseThrow().version().price().unitAmount();
    }

    @Test
    void publishing_a_new_version_archives_the_one_before_and_keeps_its_terms() {
        Shop shop = new Shop("0.002", "EUR");
        database.inTenant(shop.tenant, store -> {
            Catalog catalog = new Catalog(store, Shop.clockAt(Shop.NOVEMBER));
            Plan plan = catalog.plan(shop.plan).orElseThrow();
            catalog.publish(catalog.draft(plan, Shop.terms("0.003", "EUR")));
            return null;
        });
        database.inTenant(shop.tenant, store -> {
            Catalog catalog = new Catalog(store, Shop.clockAt(Shop.NOVEMBER));
            PlanVersion first = catalog.version(shop.planVersion).orElseThrow();
            PlanVersion now = catalog.offer(shop.plan).orElseThrow().version();
            assertThat(first.status()).isEqualTo(PlanStatus.ARCHIVED);
            assertThat(first.price()).isEqualTo(new Price.PerUnit(new BigDecimal("0.002")));
            assertThat(now.version()).isEqualTo(2);
            assertThat(now.price()).isEqualTo(new Price.PerUnit(new BigDecimal("0.003")));
            assertThat(catalog.offers(shop.product)).hasSize(1);
            assertThat(catalog.pinned(shop.planVersion).orElseThrow().version().version())
                    .isEqualTo(1);
            return null;
        });
    }

    @Test
    void a_published_price_cannot_be_changed_by_sql() throws SQLException {
        Shop shop = new Shop("0.002", "EUR");
        for (String role : List.of("tallygate_app", "tallygate_owner")) {
            for (String change : List.of("unit_price = 0", "terms = '{\"format\":\"x\"}'", "consumer_id = id")) {
                try (Connection connection = database.connect(role, shop.tenant);
                        var sql = connection.createStatement()) {
                    assertThatThrownBy(() -> sql.executeUpdate("update billing.plan_version set " + change))
                            .as(role + " " + change)
                            .hasMessageMatching("(?s).*(permission denied|terms never change).*");
                }
            }
        }
    }

    @Test
    void products_are_found_by_an_api_that_they_sell() {
        TenantId tenant = new TenantId(UUID.randomUUID());
        UUID shared = UUID.randomUUID();
        database.inTenant(tenant, store -> {
            Catalog catalog = new Catalog(store, Shop.clockAt(Shop.NOVEMBER));
            catalog.createProduct("a", "A", "", List.of(shared));
            catalog.createProduct("b", "B", "", List.of(UUID.randomUUID()));
            catalog.createProduct("c", "C", "", List.of(UUID.randomUUID(), shared, shared));
            assertThat(catalog.productsWith(shared)).extracting(Product::slug).containsExactly("a", "c");
            assertThat(catalog.productBySlug("c").orElseThrow().apiIds()).hasSize(2);
            List<Product> first = catalog.products(null, 2);
            assertThat(first).extracting(Product::slug).containsExactly("a", "b");
            assertThat(catalog.products(first.getLast().id(), 2))
                    .extracting(Product::slug)
                    .containsExactly("c");
            return null;
        });
    }

    @Test
    void another_tenant_sees_and_reaches_nothing() throws SQLException {
        Shop ours = new Shop("0.002", "EUR");
        TenantId other = new TenantId(UUID.randomUUID());
        assertThat(database.<Boolean>inTenant(
                        other,
                        store -> new Catalog(store, Shop.clockAt(Shop.NOVEMBER))
                                .product(ours.product)
                                .isPresent()))
                .isFalse();
        try (Connection connection = database.connect("tallygate_app", other);
                var sql = connection.createStatement()) {
            for (String table : List.of("product", "plan", "plan_version", "subscription")) {
                try (var rows = sql.executeQuery("select count(*) from billing." + table)) {
                    rows.next();
                    assertThat(rows.getInt(1)).as(table).isZero();
                }
            }
            assertThatThrownBy(() -> sql.executeUpdate(
                            "insert into billing.plan (id, tenant_id, product_id, slug, name, description, created_at)"
                                    + " values ('"
                                    + UUID.randomUUID() + "', '" + other + "', '" + ours.product
                                    + "', 'x', 'X', '', now())"))
                    .as("a plan of ours under their product")
                    .hasMessageContaining("plan_product");
        }
    }
}
