package io.tallygate.portal.routing.web;

import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.publishing.RouteRefusals;
import io.tallygate.portal.routing.PolicyKind;
import io.tallygate.portal.routing.PolicyKinds;
import io.tallygate.portal.routing.RoutingCheck;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `…/routing/{environment}/routes/{route}`: which calls a route means, who may make them, and its policies in order.
@Controller
@Path("/console/{tenant}/apis/{id: [0-9a-fA-F-]{36}}/routing/{environment: live|test}/routes/{route}")
@Produces("text/html")
public class RoutePage {
    private static final String VIEW = "routing/route.html";
    private static final String POLICIES = "policies";

    /// Members that few routes have.
    private static final Set<String> RARE = Set.of("matches", "aggregate");

    private final RoutingPlace place;
    private final RoutingDesk desk;
    private final RouteRefusals refusals;
    private final PolicyKinds kinds;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;

    @Inject
    public RoutePage(
            RoutingPlace place,
            RoutingDesk desk,
            RouteRefusals refusals,
            PolicyKinds kinds,
            Frame frame,
            Models models,
            HttpServletRequest request) {
        this.place = place;
        this.desk = desk;
        this.refusals = refusals;
        this.kinds = kinds;
        this.frame = frame;
        this.models = models;
        this.request = request;
    }

    /// A policy of the route, in a list.
    /// @param config  what it says, in short
    public record Row(int index, String policy, String title, String config) {}

    /// A kind to choose from.
    public record Option(String value, String label) {}

    @GET
    public String show(
            @PathParam("tenant") String tenant,
            @PathParam("id") UUID id,
            @PathParam("environment") String environment,
            @PathParam("route") String name) {
        RoutingPlace.At at = place.seen(tenant, id, environment);
        JsonObject route = at.sheet().route(name).orElseThrow(NotFoundException::new);
        return show(at, route, new Form(frame.messages()), false);
    }

    /// Other conditions.
    @POST
    public Response change(
            @PathParam("tenant") String tenant,
            @PathParam("id") UUID id,
            @PathParam("environment") String environment,
            @PathParam("route") String name) {
        RoutingPlace.At at = place.changed(tenant, id, environment);
        JsonObject route = at.sheet().route(name).orElseThrow(NotFoundException::new);
        Form form = Form.of(request, frame.messages());
        JsonObject typed = new SchemaInput(RoutingCheck.ROUTE, form, Set.of(POLICIES)).value();
        JsonObjectBuilder wanted = Json.createObjectBuilder(typed);
        if (route.containsKey(POLICIES)) {
            wanted.add(POLICIES, route.get(POLICIES));
        }
        int index = at.sheet().routing().routes().indexOf(route);
        if (!form.wrong()) {
            try {
                desk.prepare(
                        at.visit().id(),
                        id,
                        at.environment(),
                        form.value("version"),
                        RoutingDesk.withRoute(at.sheet().routing(), index, wanted.build()));
                frame.notice("good", "routing.prepared");
                return RoutingPlace.to(at.here() + "/routes/" + typed.getString("name", name));
            } catch (WrongInput refused) {
                Refused.into(form, allFields(form, typed), refused, "/routes/" + index);
            } catch (RoutingDesk.ChangedMeanwhile overtaken) {
                return place.overtaken(at.here() + "/routes/" + name);
            }
        }
        return Response.status(RoutingPlace.REFUSED)
                .entity(show(at, route, form, true))
                .build();
    }

    @POST
    @Path("/remove")
    public Response remove(
            @PathParam("tenant") String tenant,
            @PathParam("id") UUID id,
            @PathParam("environment") String environment,
            @PathParam("route") String name) {
        RoutingPlace.At at = place.changed(tenant, id, environment);
        JsonObject route = at.sheet().route(name).orElseThrow(NotFoundException::new);
        int index = at.sheet().routing().routes().indexOf(route);
        try {
            desk.prepare(
                    at.visit().id(),
                    id,
                    at.environment(),
                    Form.of(request, frame.messages()).value("version"),
                    RoutingDesk.withRoute(at.sheet().routing(), index, null));
            frame.notice("good", "routing.prepared");
            return RoutingPlace.to(at.here());
        } catch (WrongInput last) {
            frame.notice("bad", "routing.route.last");
        } catch (RoutingDesk.ChangedMeanwhile overtaken) {
            return place.overtaken(at.here());
        }
        return RoutingPlace.to(at.here() + "/routes/" + name);
    }

    /// A policy goes up or down in the order, or away.
    @POST
    @Path("/policies/{index: [0-9]+}/{move: up|down|remove}")
    public Response move(
            @PathParam("tenant") String tenant,
            @PathParam("id") UUID id,
            @PathParam("environment") String environment,
            @PathParam("route") String name,
            @PathParam("index") int index,
            @PathParam("move") String move) {
        RoutingPlace.At at = place.changed(tenant, id, environment);
        JsonObject route = at.sheet().route(name).orElseThrow(NotFoundException::new);
        List<JsonValue> policies = policies(route);
        int other = move.equals("up") ? index - 1 : index + 1;
        if (index >= policies.size()) {
            throw new NotFoundException();
        }
        if (move.equals("remove")) {
            policies.remove(index);
        } else if (other >= 0 && other < policies.size()) {
            Collections.swap(policies, index, other);
        }
        try {
            desk.prepare(
                    at.visit().id(),
                    id,
                    at.environment(),
                    Form.of(request, frame.messages()).value("version"),
                    RoutingDesk.withRoute(
                            at.sheet().routing(),
                            at.sheet().routing().routes().indexOf(route),
                            RoutingDesk.withPolicies(route, policies)));
        } catch (WrongInput refused) {
            frame.notice(
                    "bad",
                    "routing.cannot",
                    frame.messages().text(refused.members().getFirst().reason()));
        } catch (RoutingDesk.ChangedMeanwhile overtaken) {
            return place.overtaken(at.here() + "/routes/" + name);
        }
        return RoutingPlace.to(at.here() + "/routes/" + name + "#policies");
    }

    static List<JsonValue> policies(JsonObject route) {
        return new ArrayList<>(route.containsKey(POLICIES) ? route.getJsonArray(POLICIES) : List.<JsonValue>of());
    }

    private List<Field> fields(Form form, JsonObject route, boolean typed, boolean rare) {
        Set<String> leftOut =
                new HashSet<>(RoutingCheck.ROUTE.getJsonObject("properties").keySet());
        leftOut.removeIf(member -> !member.equals(POLICIES) && RARE.contains(member) == rare);
        return new SchemaForm(RoutingCheck.ROUTE, "route", frame.messages(), form, leftOut).fields(route, typed);
    }

    private List<Field> allFields(Form form, JsonObject typed) {
        List<Field> all = new ArrayList<>(fields(form, typed, true, false));
        all.addAll(fields(form, typed, true, true));
        return all;
    }

    private String show(RoutingPlace.At at, JsonObject route, Form form, boolean typed) {
        List<Row> rows = new ArrayList<>();
        for (JsonValue member : policies(route)) {
            JsonObject policy = member.asJsonObject();
            String name = policy.getString("policy");
            JsonValue config = policy.getOrDefault("config", JsonValue.EMPTY_JSON_OBJECT);
            rows.add(new Row(rows.size(), name, title(name), inShort(config)));
        }
        String own = route.getString("name");
        models.put("name", own);
        models.put(
                "refusals",
                refusals.of(at.visit().id(), at.api().id(), at.environment()).stream()
                        .filter(refused ->
                                refused.route() == null || refused.route().equals(own))
                        .toList());
        models.put("fields", fields(form, route, typed, false));
        models.put("rare", fields(form, route, typed, true));
        models.put("isRare", typed && form.wrong() || RARE.stream().anyMatch(route::containsKey));
        models.put(POLICIES, rows);
        models.put(
                "kinds",
                kinds.all().stream()
                        .map(kind -> new Option(kind.name(), title(kind)))
                        .sorted(Comparator.comparing(Option::label))
                        .toList());
        models.put("form", form.forVersion(at.sheet().version()));
        return VIEW;
    }

    private String title(String policy) {
        return kinds.find(policy).map(this::title).orElse(policy);
    }

    private String title(PolicyKind kind) {
        return title(frame, kind);
    }

    static String title(Frame frame, PolicyKind kind) {
        String title = Schemas.text(kind.schema(), "title");
        return frame.messages().find("routing.schema." + kind.name()).orElse(title == null ? kind.name() : title);
    }

    private static String inShort(@Nullable JsonValue config) {
        String text = config == null ? "" : config.toString();
        return text.length() > 160 ? text.substring(0, 160) + "…" : text;
    }
}
