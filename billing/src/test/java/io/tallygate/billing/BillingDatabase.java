package io.tallygate.billing;

import io.tallygate.billing.catalog.Plan;
import io.tallygate.billing.catalog.PlanVersion;
import io.tallygate.billing.catalog.Product;
import io.tallygate.billing.coupon.store.CouponRedemptionRow;
import io.tallygate.billing.coupon.store.CouponRow;
import io.tallygate.billing.dispute.store.DisputeRow;
import io.tallygate.billing.dispute.store.DisputedCallRow;
import io.tallygate.billing.invoice.store.BilledPeriodRow;
import io.tallygate.billing.invoice.store.CreditNoteRow;
import io.tallygate.billing.invoice.store.CreditNoteUseRow;
import io.tallygate.billing.invoice.store.GivenUpRow;
import io.tallygate.billing.invoice.store.InvoiceDocumentRow;
import io.tallygate.billing.invoice.store.InvoiceLineRow;
import io.tallygate.billing.invoice.store.InvoiceRow;
import io.tallygate.billing.invoice.store.SettlementRow;
import io.tallygate.billing.ledger.store.CreditAccountRow;
import io.tallygate.billing.ledger.store.CreditGrantRow;
import io.tallygate.billing.ledger.store.CreditMovementRow;
import io.tallygate.billing.ledger.store.CreditPostingRow;
import io.tallygate.billing.ledger.store.CreditPurchaseRow;
import io.tallygate.billing.legalentity.store.LegalEntityRow;
import io.tallygate.billing.payment.banktransfer.store.BankEntryRow;
import io.tallygate.billing.payment.banktransfer.store.BankStatementRow;
import io.tallygate.billing.payment.banktransfer.store.PaymentAccountRow;
import io.tallygate.billing.payment.store.PaymentRow;
import io.tallygate.billing.payment.store.PaymentShareRow;
import io.tallygate.billing.run.Transactions;
import io.tallygate.billing.run.store.RatingRunRow;
import io.tallygate.billing.subscription.Subscription;
import io.tallygate.billing.subscription.store.SubscriptionChangeRow;
import io.tallygate.billing.tax.store.ConsumerTaxRow;
import io.tallygate.billing.tax.store.TaxRuleRow;
import io.tallygate.metering.meter.TenantId;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import jakarta.persistence.PersistenceUnitTransactionType;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;

/// A real PostgreSQL with billing's own migrations, entered as the portal enters it: as the
/// application's role, inside one
/// tenant, bound by row-level security. One for all tests of this module; each test makes a tenant of its own.
public final class BillingDatabase {
    private static final String PASSWORD = "for-tests-only";
    private static final ThreadLocal<UUID> TENANT = new ThreadLocal<>();
    private static final BillingDatabase SHARED = new BillingDatabase();

    private final EmbeddedPostgres postgres;
    private final EntityManagerFactory entities;

    public static BillingDatabase shared() {
        return SHARED;
    }

    private BillingDatabase() {
        try {
            postgres = EmbeddedPostgres.builder().start();
            try (Connection administrator = postgres.getPostgresDatabase().getConnection();
                    Statement sql = administrator.createStatement()) {
                for (String role : List.of("tallygate_owner", "tallygate_app", "tallygate_operator")) {
                    sql.execute("CREATE ROLE %s LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '%s'".formatted(role, PASSWORD));
                }
                sql.execute("CREATE SCHEMA billing AUTHORIZATION tallygate_owner");
                // the portal's word on whether a tenant is being erased: here none is
                sql.execute("CREATE SCHEMA portal AUTHORIZATION tallygate_owner");
                sql.execute("GRANT USAGE ON SCHEMA portal TO PUBLIC");
                sql.execute("CREATE FUNCTION portal.is_erasing(tenant uuid) RETURNS boolean LANGUAGE sql AS 'SELECT"
                        + " false'");
            }
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("PostgreSQL did not start", e);
        }
        Flyway.configure(BillingDatabase.class.getClassLoader())
                .dataSource(url(), "tallygate_owner", PASSWORD)
                .schemas("billing")
                .locations("classpath:db/billing")
                .load()
                .migrate();
        PersistenceConfiguration unit = new PersistenceConfiguration("billing")
                .transactionType(PersistenceUnitTransactionType.RESOURCE_LOCAL)
                .property("jakarta.persistence.jdbc.url", url())
                .property("jakarta.persistence.jdbc.user", "tallygate_app")
                .property("jakarta.persistence.jdbc.password", PASSWORD)
                .property("hibernate.connection.pool_size", "40")
                .property("hibernate.tenant_identifier_resolver", new Resolver());
        List.of(
                        Product.class,
                        Plan.class,
                        PlanVersion.class,
                        Subscription.class,
                        SubscriptionChangeRow.class,
                        InvoiceRow.class,
                        InvoiceLineRow.class,
                        InvoiceDocumentRow.class,
                        BilledPeriodRow.class,
                        RatingRunRow.class,
                        CreditAccountRow.class,
                        CreditGrantRow.class,
                        CreditMovementRow.class,
                        CreditPostingRow.class,
                        CreditPurchaseRow.class,
                        SettlementRow.class,
                        PaymentRow.class,
                        PaymentShareRow.class,
                        BankStatementRow.class,
                        BankEntryRow.class,
                        PaymentAccountRow.class,
                        DisputeRow.class,
                        DisputedCallRow.class,
                        LegalEntityRow.class,
                        TaxRuleRow.class,
                        ConsumerTaxRow.class,
                        GivenUpRow.class,
                        CouponRow.class,
                        CouponRedemptionRow.class,
                        CreditNoteRow.class,
                        CreditNoteUseRow.class)
                .forEach(unit::managedClass);
        entities = unit.createEntityManagerFactory();
    }

    private String url() {
        // not getJdbcUrl: that one names the administrator, who would win over the role
        return "jdbc:postgresql://localhost:%d/postgres".formatted(postgres.getPort());
    }

    /// Whether what the entities expect is what the migrations made.
    public void validate() {
        try {
            entities.getSchemaManager().validate();
        } catch (jakarta.persistence.SchemaValidationException e) {
            throw new IllegalStateException("the entities do not fit the migrations", e);
        }
    }

    /// One transaction of the application's role inside the tenant.
    public <T> T inTenant(TenantId tenant, Function<EntityManager, T> work) {
        TENANT.set(tenant.value());
        try (EntityManager store = entities.createEntityManager()) {
            return transaction(store, tenant, () -> work.apply(store));
        } finally {
            TENANT.remove();
        }
    }

    /// A worker as the portal has them: one entity manager, many transactions, each with a fresh view.
    public <T> T asWorker(TenantId tenant, Worker<T> work) {
        TENANT.set(tenant.value());
        try (EntityManager store = entities.createEntityManager()) {
            return work.run(store, new Transactions() {
                @Override
                public <R> R run(Supplier<R> inside) {
                    store.clear();
                    return transaction(store, tenant, inside);
                }
            });
        } finally {
            TENANT.remove();
        }
    }

    @FunctionalInterface
    public interface Worker<T> {
        T run(EntityManager store, Transactions transactions);
    }

    private static <T> T transaction(EntityManager store, TenantId tenant, Supplier<T> work) {
        store.getTransaction().begin();
        try {
            store.createNativeQuery("select set_config('tallygate.tenant', :tenant, true)", String.class)
                    .setParameter("tenant", tenant.toString())
                    .getSingleResult();
            T result = work.get();
            store.getTransaction().commit();
            return result;
        } finally {
            if (store.getTransaction().isActive()) {
                store.getTransaction().rollback();
            }
        }
    }

    /// Plain SQL as one of the roles: `tallygate_app`, `tallygate_owner`.
    public Connection connect(String role) throws SQLException {
        return DriverManager.getConnection(url(), role, PASSWORD);
    }

    /// Plain SQL inside the tenant; the caller commits.
    public Connection connect(String role, TenantId tenant) throws SQLException {
        Connection connection = connect(role);
        connection.setAutoCommit(false);
        try (var set = connection.prepareStatement("select set_config('tallygate.tenant', ?, false)")) {
            set.setString(1, tenant.toString());
            set.execute();
        }
        connection.commit();
        return connection;
    }

    /// Sees every row: for checks from outside only.
    public Connection connectAsAdministrator() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    private static final class Resolver implements CurrentTenantIdentifierResolver<UUID> {
        private static final UUID NONE = new UUID(0, 0);

        @Override
        public UUID resolveCurrentTenantIdentifier() {
            UUID tenant = TENANT.get();
            return tenant == null ? NONE : tenant;
        }

        @Override
        public boolean validateExistingCurrentSessions() {
            return false;
        }
    }
}
