package io.tallygate.portal.account;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/// Who works at a tenant.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Members {
    @Inject
    private TenantTransactions transactions;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// Oldest first.
    /// @param after  the last id of the page before; null for the first page
    public List<Member> list(TenantId tenant, @Nullable UUID after, int limit) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery(
                                "from Member m where :after is null or m.id > :after order by m.id", Member.class)
                        .setParameter("after", after)
                        .setMaxResults(limit)
                        .getResultList());
    }

    /// @param by  who adds them
    /// @throws WrongInput  pointing at what cannot be
    /// @throws OwnersOnly  when it is an owner and whoever adds them is none
    public Member add(Access by, @Nullable String email, @Nullable String role) {
        InputCheck check = new InputCheck();
        String address = check.email("/email", email);
        TenantRole wanted = TenantRole.of(role == null ? "" : role).orElseGet(() -> {
            check.refuse("/role", "One of owner, admin, publisher, billing, viewer.");
            return TenantRole.VIEWER;
        });
        check.done();
        if (wanted == TenantRole.OWNER && !by.may(Permission.MANAGE_OWNERS)) {
            throw new OwnersOnly();
        }
        return transactions.inTenant(by.tenant(), () -> {
            Member member = new Member(address, wanted, clock.instant().truncatedTo(ChronoUnit.MICROS));
            try {
                entities.persist(member);
                entities.flush();
            } catch (ConstraintViolationException taken) {
                throw new WrongInput("/email", "This person is a member already.");
            }
            return member;
        });
    }
}
