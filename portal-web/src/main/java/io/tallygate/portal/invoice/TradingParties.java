package io.tallygate.portal.invoice;

import io.tallygate.billing.invoice.Buyer;
import io.tallygate.billing.invoice.Seller;
import io.tallygate.billing.run.Parties;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.tenancy.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Who stands on a tenant's documents, as the records say at that moment. Asked inside the tenant's
/// transaction.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class TradingParties {
    /// Documents for these countries are in German, all others in English.
    private static final Set<String> GERMAN = Set.of("DE", "AT", "CH", "LI");

    @PersistenceContext(unitName = "portal")
    private EntityManager store;

    Parties of(TenantId tenant) {
        return new Parties() {
            @Override
            public Seller seller() {
                Tenant record = record();
                return new Seller(record.legalName(), record.address(), record.country());
            }

            @Override
            public ZoneId sellerTimeZone() {
                return record().timeZone();
            }

            @Override
            public Buyer buyer(UUID consumer) {
                Object[] record = (Object[]) store.createNativeQuery(
                                "select legal_name, address, country from portal.consumer where id = :id",
                                Object[].class)
                        .setParameter("id", consumer)
                        .getSingleResult();
                String country = (String) record[2];
                String decides = country.isEmpty() ? record().country() : country;
                return new Buyer(
                        (String) record[0],
                        List.of((String[]) record[1]),
                        country.isEmpty() ? null : country,
                        GERMAN.contains(decides) ? "de" : "en");
            }

            private Tenant record() {
                return store.find(Tenant.class, tenant.value());
            }
        };
    }
}
