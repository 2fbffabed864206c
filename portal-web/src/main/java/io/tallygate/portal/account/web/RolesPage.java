package io.tallygate.portal.account.web;

import io.tallygate.portal.account.ConsumerRole;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.TenantRole;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.util.List;
import java.util.stream.Stream;

/// `/console/{t}/members/roles`: the permission table, as [Permission] has it.
@Controller
@Path("/console/{tenant}/members/roles")
@Produces("text/html")
public class RolesPage {
    private final Visits visits;
    private final Models models;

    @Inject
    public RolesPage(Visits visits, Models models) {
        this.visits = visits;
        this.models = models;
    }

    /// @param tenant    for each role of a tenant whether it holds the permission
    /// @param consumer  for each role of a consumer likewise
    public record Row(String name, String scope, List<Boolean> tenant, List<Boolean> consumer) {
        static Row of(Permission permission) {
            return new Row(
                    permission.wireName(),
                    permission.scope().wireName(),
                    Stream.of(TenantRole.values()).map(permission::isHeldBy).toList(),
                    Stream.of(ConsumerRole.values()).map(permission::isHeldBy).toList());
        }
    }

    @GET
    public String show(@PathParam("tenant") String tenant) {
        visits.console(tenant, "members", Permission.SEE_MEMBERS);
        models.put(
                "tenantRoles",
                Stream.of(TenantRole.values()).map(TenantRole::wireName).toList());
        models.put(
                "consumerRoles",
                Stream.of(ConsumerRole.values()).map(ConsumerRole::wireName).toList());
        models.put("permissions", Stream.of(Permission.values()).map(Row::of).toList());
        return "account/roles.html";
    }
}
