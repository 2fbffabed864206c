package io.tallygate.portal.account;

import io.tallygate.metering.meter.TenantId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What one person may do at one tenant, as of the moment it was asked.
/// @param tenant     the tenant
/// @param slug       its name in addresses
/// @param person     who asks; null when nobody has signed in
/// @param role       the person's role at the tenant itself; null when they have none
/// @param suspended  the tenant's APIs are closed and nothing of it may be changed
/// @param consumers  the consumers of this tenant that the person belongs to, oldest first
/// @param scopes     what their token is limited to; all of them for somebody who has signed in
public record Access(
        TenantId tenant,
        String slug,
        @Nullable Person person,
        @Nullable TenantRole role,
        boolean suspended,
        List<ConsumerMembership> consumers,
        Set<Scope> scopes) {
    private static final Set<Scope> ALL = Set.of(Scope.values());

    public Access {
        consumers = List.copyOf(consumers);
        scopes = Set.copyOf(scopes);
    }

    /// Of somebody who has signed in, whom no token limits.
    public Access(
            TenantId tenant,
            String slug,
            @Nullable Person person,
            @Nullable TenantRole role,
            boolean suspended,
            List<ConsumerMembership> consumers) {
        this(tenant, slug, person, role, suspended, consumers, ALL);
    }

    /// @param name  the consumer's
    public record ConsumerMembership(UUID consumer, String name, ConsumerRole role) {}

    /// The same person, through a token.
    public Access limitedTo(Set<Scope> limit) {
        return new Access(tenant, slug, person, role, suspended, consumers, limit);
    }

    /// As the tenant's own staff, for everything it owns.
    public boolean may(Permission permission) {
        return reaches(permission) && role != null && permission.isHeldBy(role);
    }

    /// As staff, or as a member of that consumer.
    public boolean may(Permission permission, UUID consumer) {
        return may(permission) || visible(permission).contains(consumer);
    }

    /// As staff, or as a member of at least one consumer; which ones says [#visibleConsumers].
    public boolean maySomewhere(Permission permission) {
        return may(permission) || !visible(permission).isEmpty();
    }

    /// Whether the token is meant for it, whatever the role says.
    public boolean reaches(Permission permission) {
        return scopes.contains(permission.scope());
    }

    /// Which consumers' rows a query may show; a query filters by this in SQL.
    /// @return empty for all of them (staff), else the ids; an empty list shows nothing
    public Optional<List<UUID>> visibleConsumers(Permission permission) {
        return may(permission) ? Optional.empty() : Optional.of(visible(permission));
    }

    private List<UUID> visible(Permission permission) {
        return reaches(permission)
                ? consumers.stream()
                        .filter(membership -> permission.isHeldBy(membership.role()))
                        .map(ConsumerMembership::consumer)
                        .toList()
                : List.of();
    }

    /// The scopes that are of any use to somebody with these roles: what a new token may at most have.
    public Set<Scope> usefulScopes() {
        Set<Scope> useful = EnumSet.noneOf(Scope.class);
        for (Permission permission : Permission.values()) {
            if (maySomewhere(permission)) {
                useful.add(permission.scope());
            }
        }
        return useful;
    }

    /// Whether the person has any business at this tenant beyond what is public.
    public boolean isMember() {
        return role != null || !consumers.isEmpty();
    }
}
