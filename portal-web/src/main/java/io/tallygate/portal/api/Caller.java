package io.tallygate.portal.api;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Directory;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.Person;
import io.tallygate.portal.audit.AuditContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who calls the control API, as [BearerAuthentication] found out before the resource was reached.
@RequestScoped
public class Caller {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    @Inject
    @SuppressWarnings("NullAway.Init") // injected by the container
    private Directory directory;

    @Inject
    @SuppressWarnings("NullAway.Init") // injected by the container
    private CallBudget calls;

    private @Nullable Person person;
    private boolean reads;
    /// Null when the person has signed in themselves.
    private Directory.@Nullable TokenOwner token;
    private CallBudget.@Nullable Budget budget;

    void is(Person who) {
        person = who;
    }

    void is(Directory.TokenOwner owner) {
        person = owner.person();
        token = owner;
    }

    void asks(String method) {
        reads = READING.contains(method);
    }

    public Person person() {
        if (person == null) {
            throw new IllegalStateException("asked before the caller was known");
        }
        return person;
    }

    /// The person themselves, not a program that holds a token of theirs: for what concerns the person, not one tenant.
    /// @throws ApiProblem  403 when a personal access token called
    public Person themselves() {
        if (token != null) {
            throw new ApiProblem(
                    403,
                    "sign-in-needed",
                    "Sign-in needed",
                    "A personal access token cannot do this. Use an access token of the identity provider.");
        }
        return person();
    }

    public boolean isOperator() {
        return token != null && token.operator();
    }

    /// When the token that calls ends; null when the person has signed in themselves, or it has no end.
    public @Nullable Instant tokenEndsAt() {
        return token == null ? null : token.endsAt();
    }

    /// Where the caller belongs: with a token, as far as the tenant that it opens.
    public Directory.Memberships memberships() {
        return directory.memberships(person(), token == null ? null : token.tenant());
    }

    /// What the caller may do at a tenant.
    /// @throws ApiProblem  404 when there is no such tenant or the caller does not belong to it: both alike;
    ///                     403 when something is to be changed at a suspended one
    public Access at(String slug) {
        Access access = atSuspended(slug);
        if (access.suspended() && !reads) {
            throw ApiProblem.tenantSuspended();
        }
        return access;
    }

    /// As [#at(String)], for what may be done at a suspended tenant as well.
    public Access atSuspended(String slug) {
        Access access = directory.access(slug, person()).orElseThrow(ApiProblem::notFound);
        boolean stranger =
                !access.isMember() || (token != null && !access.tenant().equals(token.tenant()));
        AuditContext.current().place(access.tenant(), stranger);
        if (stranger) {
            throw ApiProblem.notFound();
        }
        count(access);
        return token == null ? access : access.limitedTo(token.scopes());
    }

    /// Once a call, however often its code asks.
    /// @throws ApiProblem  429 when the tenant has no calls left in this minute
    private void count(Access access) {
        if (budget != null) {
            return;
        }
        CallBudget.Budget after = calls.take(access.tenant());
        budget = after;
        if (after.refused()) {
            throw ApiProblem.tooMany(
                    "control-api-calls",
                    "Too many calls",
                    "This tenant has used up its %,d calls of the control API for this minute."
                            .formatted(after.allowed()),
                    after.endsSeconds());
        }
    }

    /// Of the tenant that is called; null when the call is at none.
    CallBudget.@Nullable Budget budget() {
        return budget;
    }

    /// As [#at(String, Permission)], for what may be done at a suspended tenant as well.
    public Access atSuspended(String slug, Permission permission) {
        Access access = atSuspended(slug);
        refuse(access, permission, access.may(permission));
        return access;
    }

    /// A tenant, for the operator, who belongs to none.
    /// @throws ApiProblem  404 when there is no such tenant
    public TenantId asOperator(String slug) {
        if (!isOperator()) {
            throw new IllegalStateException("not the operator");
        }
        TenantId tenant =
                directory.access(slug, null).orElseThrow(ApiProblem::notFound).tenant();
        AuditContext.current().place(tenant, false);
        return tenant;
    }

    /// As [#at(String)], for something only the tenant's staff may do.
    /// @throws ApiProblem  403 when the caller's role or token does not allow it
    public Access at(String slug, Permission permission) {
        Access access = at(slug);
        refuse(access, permission, access.may(permission));
        return access;
    }

    /// As [#at(String)], for something that the caller may do as the tenant's staff or for a consumer of theirs. What
    /// they then see or touch is narrowed by [Access#visibleConsumers] or [Access#may(Permission, java.util.UUID)].
    /// @throws ApiProblem  403 when the caller's roles or token allow it nowhere at this tenant
    public Access somewhere(String slug, Permission permission) {
        Access access = at(slug);
        refuse(access, permission, access.maySomewhere(permission));
        return access;
    }

    private static void refuse(Access access, Permission permission, boolean allowed) {
        if (!access.reaches(permission)) {
            throw ApiProblem.insufficientScope(permission.scope().wireName());
        }
        if (!allowed) {
            throw ApiProblem.forbidden();
        }
    }
}
