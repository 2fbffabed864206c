package io.tallygate.portal.identity.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the provider was told of tenants and their members, held against the tenants and members themselves.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class OrganizationTables {
    @Inject
    private IdentityStatements statements;

    /// A tenant of which the provider knows nothing, or another name or other domains.
    /// @param organization  the provider's id; null when it knows nothing
    /// @param domains       that are proven and lead to an open provider of the tenant's own; in order, with commas
    public record Unlike(
            UUID tenant, String slug, String name, @Nullable String organization, String domains) {}

    /// Somebody who has come or gone.
    public record Member(UUID tenant, String organization, String subject) {}

    public List<Unlike> unlike(int most) {
        return statements.rows(
                "select t.id, t.slug, t.name, o.organization, coalesce(proven.domains, '') from tenant t left join"
                        + " tenant_organization o on o.tenant_id = t.id left join (select d.tenant_id,"
                        + " string_agg(d.domain, ',' order by d.domain collate \"C\") as domains from"
                        + " identity_provider_domain d join identity_provider p on p.tenant_id = d.tenant_id and p.id"
                        + " = d.provider_id where d.verified_at is not null and p.enabled group by d.tenant_id) proven"
                        + " on proven.tenant_id = t.id where o.tenant_id is null or o.name <> t.name or o.domains <>"
                        + " coalesce(proven.domains, '') order by t.id limit " + most,
                row -> new Unlike(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5)));
    }

    public void made(Unlike tenant, String organization) {
        statements.update(
                "insert into tenant_organization (tenant_id, organization, name, domains) values (?, ?, ?, ?) on"
                        + " conflict (tenant_id) do nothing",
                tenant.tenant(),
                organization,
                tenant.name(),
                tenant.domains());
    }

    public void changed(Unlike tenant) {
        statements.update(
                "update tenant_organization set name = ?, domains = ? where tenant_id = ?",
                tenant.name(),
                tenant.domains(),
                tenant.tenant());
    }

    public List<String> toRemove(int most) {
        return statements.rows(
                "select organization from organization_to_remove order by organization limit " + most,
                row -> row.getString(1));
    }

    public void removed(String organization) {
        statements.update("delete from organization_to_remove where organization = ?", organization);
    }

    public List<Member> toAdd(int most) {
        return statements.rows(
                "select m.tenant_id, o.organization, m.subject from member m join tenant_organization o on o.tenant_id"
                    + " = m.tenant_id where m.subject is not null and not exists (select from organization_member told"
                    + " where told.tenant_id = m.tenant_id and told.subject = m.subject) limit " + most,
                OrganizationTables::member);
    }

    public void added(Member member) {
        statements.update(
                "insert into organization_member (tenant_id, subject) values (?, ?) on conflict do nothing",
                member.tenant(),
                member.subject());
    }

    public List<Member> toTakeAway(int most) {
        return statements.rows(
                "select told.tenant_id, o.organization, told.subject from organization_member told join"
                    + " tenant_organization o on o.tenant_id = told.tenant_id where not exists (select from member m"
                    + " where m.tenant_id = told.tenant_id and m.subject = told.subject) limit " + most,
                OrganizationTables::member);
    }

    public void takenAway(Member member) {
        statements.update(
                "delete from organization_member where tenant_id = ? and subject = ?",
                member.tenant(),
                member.subject());
    }

    private static Member member(ResultSet row) throws SQLException {
        return new Member(row.getObject(1, UUID.class), row.getString(2), row.getString(3));
    }
}
