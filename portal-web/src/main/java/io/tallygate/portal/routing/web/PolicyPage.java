package io.tallygate.portal.routing.web;

import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.routing.PolicyKind;
import io.tallygate.portal.routing.PolicyKinds;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `…/routes/{route}/policy`: one policy of a route, in a form made of its schema; `at` is its place in the order, and
/// without it, it is to be added.
@Controller
@Path("/console/{tenant}/apis/{id: [0-9a-fA-F-]{36}}/routing/{environment: live|test}/routes/{route}/policy")
@Produces("text/html")
public class PolicyPage {
    private static final String VIEW = "routing/policy.html";

    private final RoutingPlace place;
    private final RoutingDesk desk;
    private final PolicyKinds kinds;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;

    @Inject
    public PolicyPage(
            RoutingPlace place,
            RoutingDesk desk,
            PolicyKinds kinds,
            Frame frame,
            Models models,
            HttpServletRequest request) {
        this.place = place;
        this.desk = desk;
        this.kinds = kinds;
        this.frame = frame;
        this.models = models;
        this.request = request;
    }

    @GET
    public String show(
            @PathParam("tenant") String tenant,
            @PathParam("id") UUID id,
            @PathParam("environment") String environment,
            @PathParam("route") String name,
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("at") @Nullable String given) {
        RoutingPlace.At at = place.seen(tenant, id, environment);
        Integer index = index(given);
        JsonObject route = at.sheet().route(name).orElseThrow(NotFoundException::new);
        JsonObject policy = policy(route, index);
        PolicyKind chosen = kind(policy == null ? String.valueOf(kind) : policy.getString("policy"));
        JsonObject config = policy != null && policy.get("config") instanceof JsonObject object
                ? object
                : JsonValue.EMPTY_JSON_OBJECT;
        Form form = new Form(frame.messages()).forVersion(at.sheet().version());
        return show(name, chosen, index, fields(chosen, form, config, false), form);
    }

    @POST
    public Response save(
            @PathParam("tenant") String tenant,
            @PathParam("id") UUID id,
            @PathParam("environment") String environment,
            @PathParam("route") String name,
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("at") @Nullable String given) {
        RoutingPlace.At at = place.changed(tenant, id, environment);
        Integer index = index(given);
        JsonObject route = at.sheet().route(name).orElseThrow(NotFoundException::new);
        JsonObject policy = policy(route, index);
        PolicyKind chosen = kind(policy == null ? String.valueOf(kind) : policy.getString("policy"));
        Form form = Form.of(request, frame.messages());
        JsonObject config = new SchemaInput(chosen.schema(), form, Set.of()).value();
        List<JsonValue> policies = RoutePage.policies(route);
        int where = index == null ? policies.size() : index;
        JsonObject wanted = Json.createObjectBuilder()
                .add("policy", chosen.name())
                .add("config", config)
                .build();
        if (where == policies.size()) {
            policies.add(wanted);
        } else {
            policies.set(where, wanted);
        }
        int routeIndex = at.sheet().routing().routes().indexOf(route);
        if (!form.wrong()) {
            try {
                desk.prepare(
                        at.visit().id(),
                        id,
                        at.environment(),
                        form.value("version"),
                        RoutingDesk.withRoute(
                                at.sheet().routing(), routeIndex, RoutingDesk.withPolicies(route, policies)));
                frame.notice("good", "routing.prepared");
                return RoutingPlace.to(at.here() + "/routes/" + name + "#policies");
            } catch (WrongInput refused) {
                Refused.into(
                        form,
                        fields(chosen, form, config, true),
                        refused,
                        "/routes/" + routeIndex + "/policies/" + where + "/config");
            } catch (RoutingDesk.ChangedMeanwhile overtaken) {
                return place.overtaken(at.here() + "/routes/" + name);
            }
        }
        return Response.status(RoutingPlace.REFUSED)
                .entity(show(name, chosen, index, fields(chosen, form, config, true), form))
                .build();
    }

    /// Null when it was left out or is empty, as the form of a new one sends it.
    private static @Nullable Integer index(@Nullable String given) {
        if (given == null || given.isEmpty()) {
            return null;
        }
        if (!given.matches("[0-9]{1,4}")) {
            throw new NotFoundException();
        }
        return Integer.valueOf(given);
    }

    /// Null: it is to be added.
    private static @Nullable JsonObject policy(JsonObject route, @Nullable Integer index) {
        List<JsonValue> policies = RoutePage.policies(route);
        if (index == null) {
            return null;
        }
        if (index < 0 || index >= policies.size()) {
            throw new NotFoundException();
        }
        return policies.get(index).asJsonObject();
    }

    private PolicyKind kind(String name) {
        return kinds.find(name).orElseThrow(NotFoundException::new);
    }

    private List<Field> fields(PolicyKind kind, Form form, JsonObject config, boolean typed) {
        return new SchemaForm(kind.schema(), kind.name(), frame.messages(), form, Set.of()).fields(config, typed);
    }

    private String show(String route, PolicyKind kind, @Nullable Integer index, List<Field> fields, Form form) {
        String about = Schemas.text(kind.schema(), "description");
        models.put("name", route);
        models.put("kind", kind.name());
        models.put("title", RoutePage.title(frame, kind));
        models.put(
                "about",
                frame.messages().find("routing.schema." + kind.name() + ".hint").orElse(about == null ? "" : about));
        models.put("phase", "routing.phase." + Math.min(600, Math.max(100, kind.order() / 100 * 100)));
        models.put("index", index);
        models.put("fields", fields);
        models.put("form", form);
        return VIEW;
    }
}
