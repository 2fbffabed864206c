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
            try (Connection connection = database.connect(role, shop.tenant);
                    var sql = connection.createStatement()) {
                assertThatThrownBy(() -> sql.executeUpdate("update billing.plan_version set unit_price = 0"))
                        .as(role)
                        .hasMessageMatching("(?s).*(permission denied|terms never change).*");
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
