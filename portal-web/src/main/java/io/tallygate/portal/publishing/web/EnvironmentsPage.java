package io.tallygate.portal.publishing.web;

import io.tallygate.metering.meter.Environment;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.publishing.Api;
import io.tallygate.portal.publishing.ApiView;
import io.tallygate.portal.publishing.Deployment;
import io.tallygate.portal.publishing.Deployments;
import io.tallygate.portal.publishing.NotReady;
import io.tallygate.portal.publishing.Promotion;
import io.tallygate.portal.publishing.Publishing;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// `/console/{t}/apis/{id}/environments`: what of an API answers in live and in test, and the way from one to the
/// other.
@Controller
@Path("/console/{tenant}/apis/{id: [0-9a-fA-F-]{36}}/environments")
@Produces("text/html")
public class EnvironmentsPage {
    private static final String VIEW = "publishing/environments.html";
    private static final String PROMOTE = "publishing/promote.html";
    private static final String SECTION = "apis";
    private static final int REFUSED = 422;
    private static final int LONGEST_ADDRESS = 2_000;

    /// The newest ones are worth choosing from; the control API lists all.
    private static final int MOST_VERSIONS = 200;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final Publishing publishing;
    private final Deployments deployments;
    private final String gateway;

    @Inject
    public EnvironmentsPage(
            Visits visits,
            Frame frame,
            Models models,
            HttpServletRequest request,
            Publishing publishing,
            Deployments deployments,
            @ConfigProperty(name = "TALLYGATE_GATEWAY_URL", defaultValue = "http://localhost:8000") String gateway) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.publishing = publishing;
        this.deployments = deployments;
        this.gateway = gateway;
    }

    /// @param deployment  null: nothing answers there
    /// @param address     where it is called, or would be
    public record Place(
            String environment, String address, @Nullable Deployment deployment) {}

    public record Option(String value, String label) {}

    @GET
    public String show(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.SEE_APIS);
        Api api = api(visit, id);
        return show(visit, api, new Form(frame.messages()).with("environment", Environment.TEST.wireName()));
    }

    /// A version that is there already answers in an environment from now on.
    @POST
    public Response deploy(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_APIS);
        Api api = api(visit, id);
        Form form = Form.of(request, frame.messages());
        Environment environment = environment(form);
        String upstream = form.optional("upstream", LONGEST_ADDRESS);
        if (!form.wrong()) {
            try {
                deployments.deploy(visit.id(), id, environment, form.id("version"), upstream);
                return done(visit, api, environment);
            } catch (WrongInput refused) {
                form.refused(refused, Map.of());
            } catch (NotReady incomplete) {
                form.reject("upstream", "publishing.upstreamNeeded");
            }
        }
        return Response.status(REFUSED).entity(show(visit, api, form)).build();
    }

    /// Another document of the API.
    @POST
    @Path("/versions")
    public Response importVersion(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_APIS);
        Api api = api(visit, id);
        Form form = Form.of(request, frame.messages());
        UploadedDocument document = UploadedDocument.read(request, form);
        Environment environment = environment(form);
        if (!form.wrong()) {
            try {
                publishing.importVersion(visit.id(), id, environment, document.text(), document.url());
                return done(visit, api, environment);
            } catch (WrongInput refused) {
                form.refused(refused, Map.of("document", document.field()));
            } catch (NotReady incomplete) {
                form.reject(null, "publishing.upstreamNeeded");
            }
        }
        return Response.status(REFUSED).entity(show(visit, api, form)).build();
    }

    @POST
    @Path("/{environment: live|test}/withdraw")
    public Response withdraw(
            @PathParam("tenant") String tenant,
            @PathParam("id") UUID id,
            @PathParam("environment") String environment) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_APIS);
        Api api = api(visit, id);
        deployments.withdraw(visit.id(), id, Environment.of(environment).orElseThrow());
        frame.notice("good", "publishing.environments.withdrawn." + environment, api.name());
        return back(visit, id);
    }

    /// What would change.
    @GET
    @Path("/promote")
    public Response preview(
            @PathParam("tenant") String tenant, @PathParam("id") UUID id, @QueryParam("from") @Nullable String from) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_APIS);
        Api api = api(visit, id);
        Environment source = Environment.of(from == null ? "" : from).orElseThrow(NotFoundException::new);
        try {
            return Response.ok(show(
                            visit,
                            api,
                            deployments
                                    .preview(visit.id(), id, source, other(source))
                                    .orElseThrow(NotFoundException::new)))
                    .build();
        } catch (NotReady nothing) {
            frame.notice("bad", "publishing.promote.nothing." + source.wireName());
            return back(visit, id);
        }
    }

    @POST
    @Path("/promote")
    public Response promote(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_APIS);
        Api api = api(visit, id);
        Form form = Form.of(request, frame.messages());
        Environment source = Environment.of(form.value("from")).orElseThrow(NotFoundException::new);
        try {
            deployments.promote(visit.id(), id, source, other(source), form.value("seen"));
            return done(visit, api, other(source));
        } catch (Deployments.ChangedMeanwhile overtaken) {
            frame.notice("warn", "publishing.promote.changed");
            return Response.seeOther(URI.create(address(visit, id) + "/promote?from=" + source.wireName()))
                    .build();
        } catch (NotReady | WrongInput nothing) {
            frame.notice("bad", "publishing.promote.nothing." + source.wireName());
            return back(visit, id);
        }
    }

    private Response done(Visit visit, Api api, Environment environment) {
        frame.notice("good", "publishing.environments.done." + environment.wireName(), api.name());
        return back(visit, api.id());
    }

    private Environment environment(Form form) {
        return Environment.of(form.value("environment")).orElseGet(() -> {
            form.reject("environment", "frame.form.choose");
            return Environment.TEST;
        });
    }

    private static Environment other(Environment environment) {
        return environment == Environment.LIVE ? Environment.TEST : Environment.LIVE;
    }

    private Api api(Visit visit, UUID id) {
        return publishing.find(visit.id(), id).map(ApiView::api).orElseThrow(NotFoundException::new);
    }

    private String show(Visit visit, Api api, Form form) {
        List<Deployment> now = deployments.of(visit.id(), api.id());
        models.put("api", api);
        models.put(
                "places",
                Stream.of(Environment.values())
                        .map(environment -> new Place(
                                environment.wireName(),
                                gateway + Publishing.gatewayPath(visit.slug(), environment, api),
                                now.stream()
                                        .filter(deployment -> deployment.environment() == environment)
                                        .findFirst()
                                        .orElse(null)))
                        .toList());
        models.put("mayManage", visit.may(Permission.MANAGE_APIS));
        models.put(
                "versions",
                deployments.versions(visit.id(), api.id(), null, MOST_VERSIONS).reversed().stream()
                        .map(version -> new Option(
                                version.id().toString(),
                                frame.messages()
                                        .text(
                                                "publishing.environments.version",
                                                version.version(),
                                                frame.formats().dateTime(version.createdAt()))))
                        .toList());
        models.put(
                "environments",
                Stream.of(Environment.TEST, Environment.LIVE)
                        .map(environment -> new Option(
                                environment.wireName(),
                                frame.messages().text("frame.environment." + environment.wireName())))
                        .toList());
        models.put("form", form);
        return VIEW;
    }

    private String show(Visit visit, Api api, Promotion promotion) {
        models.put("api", api);
        models.put("promotion", promotion);
        models.put("changes", promotion.changes());
        models.put("address", gateway + Publishing.gatewayPath(visit.slug(), promotion.to(), api));
        return PROMOTE;
    }

    private static Response back(Visit visit, UUID id) {
        return Response.seeOther(URI.create(address(visit, id))).build();
    }

    private static String address(Visit visit, UUID id) {
        return "/console/" + visit.slug() + "/apis/" + id + "/environments";
    }
}
