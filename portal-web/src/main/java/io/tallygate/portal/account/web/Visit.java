package io.tallygate.portal.account.web;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.Person;
import io.tallygate.portal.frame.SignInNeeded;
import io.tallygate.portal.tenancy.Tenant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// One look at one tenant's page: the tenant, and what its visitor may do there. Made by [Visits].
public record Visit(Tenant tenant, Access access) {

    public TenantId id() {
        return access.tenant();
    }

    public String slug() {
        return access.slug();
    }

    /// @throws SignInNeeded  when nobody has signed in
    public Person person() {
        Person person = access.person();
        if (person == null) {
            throw new SignInNeeded();
        }
        return person;
    }

    public boolean may(Permission permission) {
        return access.may(permission);
    }

    public boolean may(Permission permission, UUID consumer) {
        return access.may(permission, consumer);
    }

    /// The consumers whose rows the portal's own pages show: those of the visitor's that allow it, also where they are
    /// staff as well.
    public Optional<List<UUID>> own(Permission permission) {
        return Optional.of(access.consumers().stream()
                .filter(membership -> permission.isHeldBy(membership.role()))
                .map(Access.ConsumerMembership::consumer)
                .toList());
    }

    /// The consumer that the visitor acts for: the one they have belonged to longest.
    /// @throws java.util.NoSuchElementException  when they belong to none, which [Visits#consumer] excludes
    public Access.ConsumerMembership consumer() {
        return access.consumers().getFirst();
    }
}
