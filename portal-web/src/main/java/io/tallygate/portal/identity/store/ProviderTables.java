package io.tallygate.portal.identity.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Tenants' own identity providers, of all tenants, and what Keycloak was told of them.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class ProviderTables {
    @Inject
    private IdentityStatements statements;

    /// A provider as Keycloak should have it.
    /// @param secret     sealed; null for SAML
    /// @param domains    that are proven, in order
    /// @param others     that are proven and lead to another provider of the tenant
    /// @param linkedTo   the organisation that Keycloak was told of; null when it knows nothing
    /// @param told       what was told last, as a hash; null as before
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    public record Wanted(
            UUID tenant,
            UUID provider,
            String alias,
            String kind,
            String name,
            boolean enabled,
            @Nullable String clientId,
            byte @Nullable [] secret,
            String settings,
            String organization,
            List<String> domains,
            List<String> others,
            @Nullable String linkedTo,
            @Nullable String told) {}

    /// Those that changed since they were told or checked, or were checked long ago; only such whose organisation has
    /// the domains by now.
    public List<Wanted> toTell(Instant checkedBefore, int most) {
        return statements.rows("""
            with proven as (
                select d.tenant_id, d.provider_id, d.domain, p.enabled from identity_provider_domain d
                join identity_provider p on p.tenant_id = d.tenant_id and p.id = d.provider_id
                where d.verified_at is not null)
            select p.tenant_id, p.id, p.alias, p.kind, p.name, p.enabled, p.client_id, p.client_secret_sealed, p.settings,
                o.organization, told.organization, told.sha256,
                coalesce((select string_agg(d.domain, ',' order by d.domain collate "C") from proven d
                    where d.tenant_id = p.tenant_id and d.provider_id = p.id), '') as domains,
                coalesce((select string_agg(d.domain, ',' order by d.domain collate "C") from proven d
                    where d.tenant_id = p.tenant_id and d.provider_id <> p.id and d.enabled), '') as others
            from identity_provider p
            join tenant_organization o on o.tenant_id = p.tenant_id
            left join identity_provider_told told on told.tenant_id = p.tenant_id and told.provider_id = p.id
            where (told.checked_at is null or told.checked_at < ? or told.organization <> o.organization
                    or exists (select from identity_provider q where q.tenant_id = p.tenant_id and q.changed_at >= told.checked_at))
                and o.domains = coalesce((select string_agg(d.domain, ',' order by d.domain collate "C") from proven d
                    where d.tenant_id = p.tenant_id and d.enabled), '')
            order by told.checked_at nulls first limit\
            """ + " " + most, ProviderTables::wanted, Timestamp.from(checkedBefore));
    }

    private static Wanted wanted(ResultSet row) throws SQLException {
        return new Wanted(
                row.getObject("tenant_id", UUID.class),
                row.getObject("id", UUID.class),
                row.getString("alias"),
                row.getString("kind"),
                row.getString("name"),
                row.getBoolean("enabled"),
                row.getString("client_id"),
                row.getBytes("client_secret_sealed"),
                row.getString("settings"),
                row.getString(10),
                names(row.getString("domains")),
                names(row.getString("others")),
                row.getString(11),
                row.getString("sha256"));
    }

    private static List<String> names(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split(","));
    }

    /// @param asOf  when what was told was read here
    public void told(Wanted provider, String sha256, Instant asOf) {
        statements.update(
                "insert into identity_provider_told (tenant_id, provider_id, organization, sha256, checked_at) select"
                        + " tenant_id, id, ?, ?, ? from identity_provider where tenant_id = ? and id = ? on conflict"
                        + " (tenant_id, provider_id) do update set organization = excluded.organization, sha256 ="
                        + " excluded.sha256, checked_at = excluded.checked_at",
                provider.organization(),
                sha256,
                Timestamp.from(asOf),
                provider.tenant(),
                provider.provider());
    }

    public List<String> toRemove(int most) {
        return statements.rows(
                "select alias from identity_provider_to_remove order by alias limit " + most, row -> row.getString(1));
    }

    public void removed(String alias) {
        statements.update("delete from identity_provider_to_remove where alias = ?", alias);
    }

    /// Whether a provider is open and may speak for the addresses of a domain.
    public boolean believes(String alias, String domain) {
        return !statements
                .rows(
                        "select 1 from identity_provider p join identity_provider_domain d on d.tenant_id ="
                                + " p.tenant_id and d.provider_id = p.id where p.alias = ? and p.enabled and d.domain"
                                + " = ? and d.verified_at is not null",
                        row -> true,
                        alias,
                        domain)
                .isEmpty();
    }
}
