package io.tallygate.portal.account;

import io.tallygate.metering.meter.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What one person may do at one tenant, as of the moment it was asked.
/// @param tenant     the tenant
/// @param slug       its name in addresses
/// @param person     who asks; null when nobody has signed in
/// @param role       the person's role at the tenant itself; null when they have none
/// @param consumers  the consumers of this tenant that the person belongs to, oldest first
public record Access(
        TenantId tenant,
        String slug,
        @Nullable Person person,
        @Nullable TenantRole role,
        List<ConsumerMembership> consumers) {
    public Access {
        consumers = List.copyOf(consumers);
    }

    /// @param name  the consumer's
    public record ConsumerMembership(UUID consumer, String name, ConsumerRole role) {}

    /// As the tenant's own staff, for everything it owns.
    public boolean may(Permission permission) {
        return role != null && permission.isHeldBy(role);
    }

    /// As staff, or as a member of that consumer.
    public boolean may(Permission permission, UUID consumer) {
        return may(permission)
                || consumers.stream()
                        .anyMatch(membership ->
                                membership.consumer().equals(consumer) && permission.isHeldBy(membership.role()));
    }

    /// Which consumers' rows a query may show; a query filters by this in SQL.
    /// @return empty for all of them (staff), else the ids; an empty list shows nothing
    public Optional<List<UUID>> visibleConsumers(Permission permission) {
        if (may(permission)) {
            return Optional.empty();
        }
        return Optional.of(consumers.stream()
                .filter(membership -> permission.isHeldBy(membership.role()))
                .map(ConsumerMembership::consumer)
                .toList());
    }

    /// Whether the person has any business at this tenant beyond what is public.
    public boolean isMember() {
        return role != null || !consumers.isEmpty();
    }
}
