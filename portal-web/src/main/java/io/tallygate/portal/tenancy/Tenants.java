package io.tallygate.portal.tenancy;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.audit.AuditEntry;
import io.tallygate.portal.audit.AuditTrail;
import io.tallygate.portal.audit.Change;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.WrongInput;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The organisations that publish here. They are made with the operator's database role, and read inside their own
/// transactions.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Tenants {
    private static final String UNIQUE_VIOLATION = "23505";

    @Resource(lookup = "jdbc/operator", shareable = false)
    private DataSource operator;

    @Resource(lookup = "jdbc/directory", shareable = false)
    private DataSource directory;

    @Inject
    private AuditTrail trail;

    @Inject
    private TenantTransactions transactions;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// A tenant with something published, for the front page.
    public record PublicPortal(String slug, String name, String tagline, String accent) {}

    /// @return the tenant; inside its own transaction
    public Tenant find(TenantId id) {
        return transactions.inTenant(id, () -> entities.find(Tenant.class, id.value()));
    }

    public Optional<Tenant> bySlug(String slug) {
        return idOf(slug).map(this::find);
    }

    private Optional<TenantId> idOf(String slug) {
        try (Connection connection = directory.getConnection();
                PreparedStatement query = connection.prepareStatement("select id from tenant where slug = ?")) {
            query.setString(1, slug);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(new TenantId(row.getObject(1, UUID.class))) : Optional.empty();
            }
        } catch (SQLException away) {
            throw new IllegalStateException("the directory does not answer", away);
        }
    }

    /// In the order of their names.
    /// @param limit  at most so many
    public List<PublicPortal> publicPortals(int limit) {
        List<PublicPortal> portals = new ArrayList<>();
        try (Connection connection = directory.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "select slug, name, tagline, accent from tenant t where exists (select from api where"
                                + " tenant_id = t.id and status = 'published') order by name, slug limit ?")) {
            query.setInt(1, limit);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    portals.add(new PublicPortal(
                            rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4)));
                }
            }
        } catch (SQLException away) {
            throw new IllegalStateException("the directory does not answer", away);
        }
        return portals;
    }

    /// Makes a tenant with its first owner, who is bound at their first sign-in with that address.
    /// @throws WrongInput  pointing at what cannot be
    public Tenant create(NewTenant wanted) {
        InputCheck check = new InputCheck();
        String slug = check.required("/slug", wanted.slug(), 40);
        if (!slug.isEmpty() && !slug.matches("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")) {
            check.refuse("/slug", because("Small letters, digits and hyphens, at most 40."));
        }
        TenantDetails details = TenantDetails.check(
                check,
                wanted.name(),
                wanted.legalName(),
                wanted.address(),
                wanted.country(),
                wanted.timeZone(),
                wanted.accent(),
                wanted.tagline());
        String currency = currency(check, wanted.currency());
        String keyPrefix = check.optional("/keyPrefix", wanted.keyPrefix(), 10);
        if (!keyPrefix.isEmpty() && !keyPrefix.matches("[a-z][a-z0-9]{1,9}")) {
            check.refuse("/keyPrefix", because("2 to 10 small letters and digits, a letter first."));
        }
        if (List.of("tgp", "tgg").contains(keyPrefix)) {
            check.refuse("/keyPrefix", because("This prefix is the installation’s own."));
        }
        String owner = check.email("/owner/email", wanted.ownerEmail());
        check.done();
        try {
            return find(trail.recording(operator, AuditEntry.INSTALLATION, (connection, changes) -> {
                TenantId id = insert(connection, slug, details, currency, keyPrefix.isEmpty() ? "tg" : keyPrefix);
                try (PreparedStatement insert = connection.prepareStatement(
                        "insert into member (id, tenant_id, email, role, created_at) values (uuidv7(), ?, ?, 'owner',"
                                + " now())")) {
                    insert.setObject(1, id.value());
                    insert.setString(2, owner);
                    insert.executeUpdate();
                }
                changes.add(Change.created(
                        "tenant", id.value(), Map.of("slug", slug, "name", details.name(), "owner", owner)));
                changes.alsoTell(id); // its own log begins with it
                return id;
            }));
        } catch (SQLException failed) {
            if (UNIQUE_VIOLATION.equals(failed.getSQLState())) {
                throw new WrongInput("/slug", because("This name is taken."));
            }
            throw new IllegalStateException("the tenant was not made", failed);
        }
    }

    /// Null leaves a member as it is; the slug, the currency and the keys' prefix are for ever.
    /// @throws WrongInput  pointing at what cannot be
    public Tenant change(TenantId id, TenantChange wanted) {
        return transactions.inTenant(id, () -> {
            Tenant tenant = entities.find(Tenant.class, id.value());
            InputCheck check = new InputCheck();
            TenantDetails details = TenantDetails.check(
                    check,
                    otherwise(wanted.name(), tenant.name()),
                    otherwise(wanted.legalName(), tenant.legalName()),
                    otherwise(wanted.address(), tenant.address()),
                    otherwise(wanted.country(), tenant.country()),
                    otherwise(wanted.timeZone(), tenant.timeZone().getId()),
                    otherwise(wanted.accent(), tenant.accent()),
                    otherwise(wanted.tagline(), tenant.tagline()));
            check.done();
            tenant.describe(details);
            entities.flush();
            return tenant;
        });
    }

    /// What was checked already.
    public void become(TenantId id, TenantDetails details) {
        transactions.inTenant(id, () -> {
            entities.find(Tenant.class, id.value()).describe(details);
            entities.flush();
        });
    }

    private static <T> T otherwise(@Nullable T wanted, T before) {
        return wanted == null ? before : wanted;
    }

    private static String currency(InputCheck check, @Nullable String text) {
        // no bound of its own: a code of another length is no currency either
        String code = check.required("/currency", text, Integer.MAX_VALUE).toUpperCase(Locale.ROOT);
        if (!code.isEmpty()
                && Currency.getAvailableCurrencies().stream()
                        .noneMatch(known -> known.getCurrencyCode().equals(code))) {
            check.refuse("/currency", because("Not a currency of ISO 4217, for example EUR."));
        }
        return code;
    }

    private static TenantId insert(
            Connection connection, String slug, TenantDetails details, String currency, String keyPrefix)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into tenant (id, slug, name, legal_name, address, country,"
                        + " time_zone, currency, accent, tagline, key_prefix, created_at)"
                        + " values (uuidv7(), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, now()) returning id")) {
            insert.setString(1, slug);
            insert.setString(2, details.name());
            insert.setString(3, details.legalName());
            insert.setArray(
                    4, connection.createArrayOf("text", details.address().toArray()));
            insert.setString(5, details.country());
            insert.setString(6, details.timeZone().getId());
            insert.setString(7, currency);
            insert.setString(8, details.accent());
            insert.setString(9, details.tagline());
            insert.setString(10, keyPrefix);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return new TenantId(row.getObject(1, UUID.class));
            }
        }
    }
}
