package io.tallygate.billing;

import io.tallygate.billing.catalog.Catalog;
import io.tallygate.billing.catalog.Plan;
import io.tallygate.billing.catalog.PlanTerms;
import io.tallygate.billing.catalog.PlanVersion;
import io.tallygate.billing.catalog.Price;
import io.tallygate.billing.catalog.Product;
import io.tallygate.billing.document.InvoiceDocument;
import io.tallygate.billing.invoice.Buyer;
import io.tallygate.billing.invoice.Seller;
import io.tallygate.billing.run.BillingRun;
import io.tallygate.billing.run.BillingSettings;
import io.tallygate.billing.run.MeteredUsage;
import io.tallygate.billing.run.Parties;
import io.tallygate.billing.run.RunResult;
import io.tallygate.billing.subscription.NewSubscription;
import io.tallygate.billing.subscription.Subscriptions;
import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A tenant of a test's own that sells one product in one plan.
public final class Shop implements Parties {
    public static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /// Long after October 2026, before the end of November.
    public static final Instant NOVEMBER = Instant.parse("2026-11-05T10:00:00Z");

    public static final InvoiceDocument DOCUMENTS = new InvoiceDocument();

    public final BillingDatabase database = BillingDatabase.shared();
    public final TenantId tenant = new TenantId(UUID.randomUUID());
    public final UUID consumer = UUID.randomUUID();
    public final UUID product;
    public final UUID plan;
    public final UUID planVersion;

    public Shop(String unitPrice, String currency) {
        UUID[] ids = database.inTenant(tenant, store -> {
            Catalog catalog = new Catalog(store, clockAt(NOVEMBER));
            Product made = catalog.createProduct("orders", "Orders API", "", List.of(UUID.randomUUID()));
            Plan starter = catalog.createPlan(made, "starter", "Starter", "");
            PlanVersion version = catalog.draft(starter, terms(unitPrice, currency));
            catalog.publish(version);
            return new UUID[] {made.id(), starter.id(), version.id()};
        });
        product = ids[0];
        plan = ids[1];
        planVersion = ids[2];
    }

    public static PlanTerms terms(String unitPrice, String currency) {
        return new PlanTerms(new Price.PerUnit(new BigDecimal(unitPrice)), Currency.getInstance(currency), null, null);
    }

    public static Clock clockAt(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    /// A new application on the plan.
    public SubscriptionId subscribe(ZoneId zone, Instant startsAt) {
        return subscribe(List.of(startsAt), zone).getFirst();
    }

    public List<SubscriptionId> subscribe(List<Instant> starts, ZoneId zone) {
        return subscribe(Environment.LIVE, starts, zone);
    }

    public List<SubscriptionId> subscribe(Environment environment, List<Instant> starts, ZoneId zone) {
        return database.inTenant(tenant, store -> {
            Subscriptions subscriptions = new Subscriptions(store, clockAt(NOVEMBER));
            List<SubscriptionId> made = new ArrayList<>();
            for (Instant startsAt : starts) {
                made.add(subscriptions
                        .start(new NewSubscription(
                                consumer, UUID.randomUUID(), product, planVersion, environment, zone, startsAt))
                        .id());
            }
            return made;
        });
    }

    public RunResult run(YearMonth month, Instant now, MeteredUsage usage) {
        return run(month, now, usage, null);
    }

    public RunResult run(YearMonth month, Instant now, MeteredUsage usage, @Nullable String overrideReason) {
        return database.asWorker(
                tenant,
                (store, transactions) -> new BillingRun(
                                store, transactions, clockAt(now), BillingSettings.DEFAULT, usage, DOCUMENTS)
                        .close(tenant, month, this, overrideReason));
    }

    @Override
    public Seller seller() {
        return new Seller("Acme Schnittstellen GmbH", List.of("Königsallee 1", "40212 Düsseldorf"), "DE");
    }

    @Override
    public ZoneId sellerTimeZone() {
        return BERLIN;
    }

    @Override
    public Buyer buyer(UUID who) {
        return new Buyer("Globex Ltd", List.of("1 High Street", "London"), "GB", "en");
    }
}
