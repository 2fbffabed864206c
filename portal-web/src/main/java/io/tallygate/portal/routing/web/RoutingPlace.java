package io.tallygate.portal.routing.web;

import io.tallygate.metering.meter.Environment;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.publishing.Api;
import io.tallygate.portal.publishing.ApiView;
import io.tallygate.portal.publishing.Publishing;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.mvc.Models;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;

/// Which API's routing a page is about, and who looks at it.
@Dependent
class RoutingPlace {
    static final int REFUSED = 422;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final Publishing publishing;
    private final RoutingDesk desk;

    @Inject
    RoutingPlace(Visits visits, Frame frame, Models models, Publishing publishing, RoutingDesk desk) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.publishing = publishing;
        this.desk = desk;
    }

    /// What a request is about.
    /// @param here  the address of the routing's page
    record At(Visit visit, Api api, Environment environment, RoutingDesk.Sheet sheet, String here) {}

    At seen(String tenant, UUID id, String environment) {
        return at(visits.console(tenant, "apis", Permission.SEE_APIS), id, environment);
    }

    At changed(String tenant, UUID id, String environment) {
        return at(visits.console(tenant, "apis", Permission.MANAGE_APIS), id, environment);
    }

    private At at(Visit visit, UUID id, String environment) {
        Api api = publishing.find(visit.id(), id).map(ApiView::api).orElseThrow(NotFoundException::new);
        Environment where = Environment.of(environment).orElseThrow(NotFoundException::new);
        RoutingDesk.Sheet sheet = desk.sheet(visit.id(), id, where);
        String here = "/console/" + visit.slug() + "/apis/" + id + "/routing/" + where.wireName();
        models.put("api", api);
        models.put("environment", where.wireName());
        models.put("here", here);
        models.put("mayManage", visit.may(Permission.MANAGE_APIS));
        models.put("draft", sheet.draft());
        models.put("version", sheet.version());
        return new At(visit, api, where, sheet, here);
    }

    /// Of somebody who was quicker.
    Response overtaken(String address) {
        frame.notice("warn", "frame.form.changed");
        return to(address);
    }

    static Response to(String address) {
        return Response.seeOther(URI.create(address)).build();
    }
}
