package io.tallygate.portal.routing.web;

import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.publishing.Publishing;
import io.tallygate.portal.publishing.RouteRefusals;
import io.tallygate.portal.routing.RoutingCheck;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// `/console/{t}/apis/{id}/routing/{environment}`: the routes of an API and how its upstream is called; what is
/// prepared here is published at once, after a look at what will change.
@Controller
@Path("/console/{tenant}/apis/{id: [0-9a-fA-F-]{36}}/routing/{environment: live|test}")
@Produces("text/html")
public class RoutingPage {
    private static final String VIEW = "routing/routing.html";
    private static final int LONGEST_NAME = 63;
    private static final int LONGEST_PATH = 1_000;

    private final RoutingPlace place;
    private final RoutingDesk desk;
    private final RouteRefusals refusals;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final String gateway;

    @Inject
    public RoutingPage(
            RoutingPlace place,
            RoutingDesk desk,
            RouteRefusals refusals,
            Frame frame,
            Models models,
            HttpServletRequest request,
            @ConfigProperty(name = "TALLYGATE_GATEWAY_URL", defaultValue = "http://localhost:8000") String gateway) {
        this.place = place;
        this.desk = desk;
        this.refusals = refusals;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.gateway = gateway;
    }

    /// One route, in a list.
    /// @param path      as callers write it
    /// @param match     how it is read
    /// @param opens     who may call, as a key of a text
    /// @param policies  in their order
    public record Row(
            String name, String path, String match, String methods, String hosts, String opens, List<String> policies) {
        static Row of(String base, JsonObject route) {
            JsonArray policies = route.getJsonArray("policies");
            String opens = RoutingCheck.asksWhoCalls(route)
                    ? "policy"
                    : route.getString("authentication", "").equals("none") ? "none" : "key";
            return new Row(
                    route.getString("name"),
                    base + route.getString("path", ""),
                    route.getString("pathMatch", "prefix"),
                    texts(route, "methods"),
                    texts(route, "hosts"),
                    opens,
                    policies == null
                            ? List.of()
                            : policies.getValuesAs(JsonObject.class).stream()
                                    .map(policy -> policy.getString("policy"))
                                    .toList());
        }

        private static String texts(JsonObject route, String member) {
            JsonArray list = route.getJsonArray(member);
            return list == null
                    ? ""
                    : String.join(", ", list.stream().map(Schemas::plain).toList());
        }
    }

    @GET
    public String show(
            @PathParam("tenant") String tenant,
            @PathParam("id") UUID id,
            @PathParam("environment") String environment) {
        RoutingPlace.At at = place.seen(tenant, id, environment);
        return show(at, new Form(frame.messages()));
    }

    /// One route more.
    @POST
    @Path("/routes")
    public Response add(
            @PathParam("tenant") String tenant,
            @PathParam("id") UUID id,
            @PathParam("environment") String environment) {
        RoutingPlace.At at = place.changed(tenant, id, environment);
        Form form = Form.of(request, frame.messages());
        String name = form.required("name", LONGEST_NAME);
        String path = form.optional("path", LONGEST_PATH);
        if (!form.wrong()) {
            int index = at.sheet().routing().routes().size();
            JsonObject route = Json.createObjectBuilder()
                    .add("name", name)
                    .add("path", path)
                    .build();
            try {
                desk.prepare(
                        at.visit().id(),
                        id,
                        at.environment(),
                        form.value("version"),
                        RoutingDesk.withRoute(at.sheet().routing(), index, route));
                return RoutingPlace.to(at.here() + "/routes/" + name);
            } catch (WrongInput refused) {
                for (WrongInput.Member member : refused.members()) {
                    String own = "/routes/" + index + "/";
                    String field =
                            member.pointer().startsWith(own) ? member.pointer().substring(own.length()) : null;
                    form.refuse("name".equals(field) || "path".equals(field) ? field : null, member.reason());
                }
            } catch (RoutingDesk.ChangedMeanwhile overtaken) {
                return place.overtaken(at.here());
            }
        }
        return Response.status(RoutingPlace.REFUSED).entity(show(at, form)).build();
    }

    /// What would change.
    @GET
    @Path("/changes")
    public String changes(
            @PathParam("tenant") String tenant,
            @PathParam("id") UUID id,
            @PathParam("environment") String environment) {
        RoutingPlace.At at = place.seen(tenant, id, environment);
        models.put(
                "changes",
                RoutingChange.between(at.sheet().published(), at.sheet().routing()));
        return "routing/changes.html";
    }

    @POST
    @Path("/publish")
    public Response publish(
            @PathParam("tenant") String tenant,
            @PathParam("id") UUID id,
            @PathParam("environment") String environment) {
        RoutingPlace.At at = place.changed(tenant, id, environment);
        Form form = Form.of(request, frame.messages());
        try {
            desk.publish(at.visit().id(), id, at.environment(), form.value("version"));
            frame.notice("good", "routing.published." + environment);
            return RoutingPlace.to(at.here());
        } catch (WrongInput refused) {
            frame.notice(
                    "bad",
                    "routing.cannot",
                    refused.members().getFirst().pointer() + ": "
                            + frame.messages().text(refused.members().getFirst().reason()));
            return RoutingPlace.to(at.here() + "/changes");
        } catch (RoutingDesk.ChangedMeanwhile overtaken) {
            return place.overtaken(at.here() + "/changes");
        }
    }

    @POST
    @Path("/discard")
    public Response discard(
            @PathParam("tenant") String tenant,
            @PathParam("id") UUID id,
            @PathParam("environment") String environment) {
        RoutingPlace.At at = place.changed(tenant, id, environment);
        desk.discard(at.visit().id(), id, at.environment());
        frame.notice("good", "routing.discarded");
        return RoutingPlace.to(at.here());
    }

    private String show(RoutingPlace.At at, Form form) {
        String base = Publishing.gatewayPath(at.visit().slug(), at.environment(), at.api());
        List<Row> rows = new ArrayList<>();
        at.sheet().routing().routes().forEach(route -> rows.add(Row.of(base, route)));
        models.put("rows", rows);
        models.put("refusals", refusals.of(at.visit().id(), at.api().id(), at.environment()));
        models.put("gatewayUrl", gateway + base);
        models.put("upstream", Rule.of(frame.messages(), at.sheet().routing().upstream()));
        models.put("form", form);
        return VIEW;
    }

    /// One group of an upstream's rules, in short.
    public record Rule(String label, String value) {
        static List<Rule> of(io.tallygate.portal.frame.Messages messages, JsonObject upstream) {
            List<Rule> rules = new ArrayList<>();
            upstream.forEach((member, value) -> rules.add(new Rule(
                    messages.find("routing.schema.upstream." + member).orElse(member),
                    value instanceof JsonObject object
                            ? String.join(
                                    ", ",
                                    object.entrySet().stream()
                                            .map(RoutingPage::inShort)
                                            .toList())
                            : value instanceof JsonArray list
                                    ? String.join(
                                            ", ",
                                            list.stream().map(RoutingPage::item).toList())
                                    : Schemas.plain(value))));
            return rules;
        }
    }

    private static String inShort(Map.Entry<String, jakarta.json.JsonValue> member) {
        String text = Schemas.plain(member.getValue());
        return member.getKey() + " " + (text.length() > 40 ? text.substring(0, 40) + "…" : text);
    }

    private static String item(jakarta.json.@Nullable JsonValue value) {
        return value instanceof JsonObject target && target.containsKey("address")
                ? target.getString("address")
                : Schemas.plain(value);
    }
}
