package io.tallygate.portal.invoice;

import io.tallygate.billing.invoice.Buyer;
import io.tallygate.billing.invoice.Seller;
import io.tallygate.billing.run.Parties;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.consumer.Consumer;
import io.tallygate.portal.consumer.Consumers;
import io.tallygate.portal.tenancy.Tenant;
import io.tallygate.portal.tenancy.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.ZoneId;
import java.util.Set;
import java.util.UUID;

/// Who stands on a tenant's documents, as the records say at that moment. Asked inside the tenant's
/// transaction.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class TradingParties {
    /// Documents for these countries are in German, all others in English.
    private static final Set<String> GERMAN = Set.of("DE", "AT", "CH", "LI");

    @Inject
    private Tenants tenants;

    @Inject
    private Consumers consumers;

    Parties of(TenantId tenant) {
        return new Parties() {
            @Override
            public Seller seller() {
                Tenant record = tenants.find(tenant);
                return new Seller(record.legalName(), record.address(), record.country());
            }

            @Override
            public ZoneId sellerTimeZone() {
                return tenants.find(tenant).timeZone();
            }

            @Override
            public Buyer buyer(UUID id) {
                Consumer record = consumers
                        .find(tenant, id)
                        .orElseThrow(() -> new IllegalStateException("no consumer " + id + " to bill"));
                String country = record.country();
                String decides = country.isEmpty() ? tenants.find(tenant).country() : country;
                return new Buyer(
                        record.legalName(),
                        record.address(),
                        country.isEmpty() ? null : country,
                        GERMAN.contains(decides) ? "de" : "en");
            }
        };
    }
}
