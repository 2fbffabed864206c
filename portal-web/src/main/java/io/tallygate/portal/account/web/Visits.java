package io.tallygate.portal.account.web;

import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Directory;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.Person;
import io.tallygate.portal.audit.AuditContext;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.Look;
import io.tallygate.portal.frame.SignedIn;
import io.tallygate.portal.frame.TenantSuspended;
import io.tallygate.portal.tenancy.Tenant;
import io.tallygate.portal.tenancy.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.RedirectionException;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Every page of a tenant begins here: which tenant, who visits and what they may do there. Sets the frame's look.
@ApplicationScoped
public class Visits {
    /// What a section of the console needs to be worth opening; every other is for all of the staff.
    private static final Map<String, Permission> SECTIONS = Map.ofEntries(
            Map.entry("apis", Permission.SEE_APIS),
            Map.entry("products", Permission.SEE_PLANS),
            Map.entry("consumers", Permission.SEE_CONSUMER),
            Map.entry("usage", Permission.SEE_USAGE),
            Map.entry("meters", Permission.SEE_METERS),
            Map.entry("invoices", Permission.SEE_INVOICES),
            Map.entry("billing", Permission.RUN_BILLING),
            Map.entry("gateways", Permission.SEE_GATEWAYS),
            Map.entry("members", Permission.SEE_MEMBERS),
            Map.entry("audit", Permission.SEE_AUDIT),
            Map.entry("webhooks", Permission.SEE_WEBHOOKS),
            Map.entry("state", Permission.SEE_STATE),
            Map.entry("settings", Permission.MANAGE_TENANT));

    private final Frame frame;
    private final Tenants tenants;
    private final Directory directory;

    @SuppressWarnings("NullAway") // for the proxy only
    protected Visits() {
        this(null, null, null);
    }

    @Inject
    public Visits(Frame frame, Tenants tenants, Directory directory) {
        this.frame = frame;
        this.tenants = tenants;
        this.directory = directory;
    }

    /// A page of the developer portal that anybody may read.
    /// @param section  the navigation's entry it stands under
    /// @throws NotFoundException  when there is no such tenant
    public Visit portal(String slug, String section) {
        Visit visit = visit(slug, frame.getPerson());
        frame.portal(
                look(visit.tenant()),
                visit.tenant().timeZone(),
                section,
                visit.may(Permission.SEE_CONSOLE),
                !visit.access().consumers().isEmpty());
        refuseChangeAtSuspended(visit);
        return visit;
    }

    /// A page of the developer portal for whoever has signed in.
    /// @throws io.tallygate.portal.frame.SignInNeeded  when nobody has
    public Visit person(String slug, String section) {
        Visit visit = portal(slug, section);
        frame.person();
        return visit;
    }

    /// A page of the developer portal for members of a consumer. Somebody who has none yet is led to where one is
    /// registered, and back afterwards.
    /// @throws io.tallygate.portal.frame.SignInNeeded  when nobody has signed in
    public Visit consumer(String slug, String section) {
        Visit visit = person(slug, section);
        if (visit.access().consumers().isEmpty()) {
            String back = URLEncoder.encode(frame.getPath(), StandardCharsets.UTF_8);
            throw new RedirectionException(
                    Response.Status.SEE_OTHER, URI.create("/p/" + slug + "/join?return=" + back));
        }
        return visit;
    }

    /// A page of the console.
    /// @throws TenantSuspended     when something is to be changed at a suspended tenant
    /// @throws io.tallygate.portal.frame.SignInNeeded  when nobody has signed in
    /// @throws NotFoundException   when there is no such tenant, or the visitor does not belong to it: both alike
    /// @throws ForbiddenException  when the visitor's role does not allow it
    public Visit console(String slug, String section, Permission permission) {
        Visit visit = consoleSuspended(slug, section, permission);
        refuseChangeAtSuspended(visit);
        return visit;
    }

    /// As [#console(String, String, Permission)], for what may be done at a suspended tenant as well.
    public Visit consoleSuspended(String slug, String section, Permission permission) {
        frame.person();
        Visit visit = visit(slug, frame.getPerson());
        if (!visit.may(Permission.SEE_CONSOLE)) {
            throw new NotFoundException();
        }
        frame.console(
                look(visit.tenant()),
                visit.tenant().timeZone(),
                section,
                entry -> visit.may(SECTIONS.getOrDefault(entry, Permission.SEE_CONSOLE)));
        sayIfSuspended(visit);
        if (!visit.may(permission)) {
            throw new ForbiddenException();
        }
        return visit;
    }

    /// As [#console(String, String, Permission)], for pages that all of the tenant's staff may read.
    public Visit console(String slug, String section) {
        return console(slug, section, Permission.SEE_CONSOLE);
    }

    private Visit visit(String slug, @Nullable SignedIn signedIn) {
        Person person = signedIn == null ? null : new Person(signedIn.subject(), signedIn.email(), signedIn.name());
        Access access = directory.access(slug, person).orElseThrow(NotFoundException::new);
        AuditContext.current().place(access.tenant(), !access.isMember());
        Tenant tenant = tenants.bySlug(slug).orElseThrow(NotFoundException::new);
        return new Visit(tenant, access);
    }

    private void refuseChangeAtSuspended(Visit visit) {
        sayIfSuspended(visit);
        if (visit.access().suspended() && frame.isChange()) {
            throw new TenantSuspended();
        }
    }

    private void sayIfSuspended(Visit visit) {
        if (visit.access().suspended()) {
            frame.suspended();
        }
    }

    private static Look look(Tenant tenant) {
        return new Look(tenant.slug(), tenant.name(), tenant.accent());
    }
}
