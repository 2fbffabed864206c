package io.tallygate.portal.state.web;

import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Idempotent;
import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.state.ChangedMeanwhile;
import io.tallygate.portal.state.Comparison;
import io.tallygate.portal.state.Selector;
import io.tallygate.portal.state.State;
import io.tallygate.portal.state.StatesAtOnce;
import io.tallygate.portal.state.yaml.YamlWriter;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/state`: everything that a tenant owns as one document.
@Section(
        value = "State",
        about = "The whole tenant as one document, JSON or YAML, for version control: dump it, compare it, apply it.")
@Path("/tenants/{tenant}/state")
@Produces("application/json")
public class StateResource {
    private static final String JSON = "application/json";
    private static final String YAML = "application/yaml";

    private final State state;
    private final StatesAtOnce places;
    private final Caller caller;

    @Inject
    public StateResource(State state, StatesAtOnce places, Caller caller) {
        this.state = state;
        this.places = places;
        this.caller = caller;
    }

    /// The document says itself what was left out of it: secrets are never in it.
    @GET
    @Produces({JSON, YAML})
    @Described(
            value = "Dumps the tenant",
            needs = Permission.SEE_STATE,
            more = "Without secrets. What is dumped can be applied. As YAML with `Accept: application/yaml` or"
                    + " `format=yaml`. The `ETag` is the state's, for an apply that builds on it.",
            asks = StateShapes.DumpQuestion.class,
            answers = StateShapes.StateDump.class)
    @Refuses(status = 503, type = "busy", when = "This portal holds as many states as it may; try again.")
    public Response dump(
            @PathParam("tenant") String tenant,
            @QueryParam("label") @Nullable List<String> label,
            @QueryParam("format") @Nullable String format,
            @Context HttpHeaders headers) {
        Access access = caller.at(tenant, Permission.SEE_STATE);
        Selector selector = selector(label);
        boolean yaml = isYaml(format, headers);
        return held(() -> {
            State.Dump dump = state.dump(access.tenant(), selector);
            return Response.ok(yaml ? YamlWriter.text(dump.document()) : dump.document(), yaml ? YAML : JSON)
                    .header("ETag", dump.tag())
                    .header("Vary", "Accept")
                    .build();
        });
    }

    /// What an apply of this document would do; nothing is changed.
    @POST
    @Path("/diff")
    @Consumes({JSON, YAML})
    @Described(
            value = "Compares a document with the tenant",
            needs = Permission.SEE_STATE,
            more = "Says what an apply would do, in full; nothing is changed.",
            takes = StateShapes.StateWish.class,
            asks = StateShapes.CompareQuestion.class,
            answers = StateShapes.StateComparison.class)
    @Refuses(status = 503, type = "busy", when = "This portal holds as many states as it may; try again.")
    public JsonObject diff(
            @PathParam("tenant") String tenant,
            @QueryParam("label") @Nullable List<String> label,
            @QueryParam("prune") @Nullable String prune,
            @HeaderParam("Content-Type") @Nullable MediaType type,
            InputStream body) {
        Access access = caller.at(tenant, Permission.SEE_STATE);
        Selector selector = selector(label);
        boolean pruning = flag("prune", prune);
        return held(() -> StateJson.of(state.compare(access, document(type, body), selector, pruning))
                .build());
    }

    /// All of it, or nothing.
    @POST
    @Idempotent
    @Path("/apply")
    @Consumes({JSON, YAML})
    @Described(
            value = "Makes the tenant as a document says",
            needs = Permission.MANAGE_STATE,
            more = "In one transaction: all of it is done, or nothing. Objects are known by their id, else by their"
                    + " slug or name; a member that is left out stays as it is; an object that is not named stays,"
                    + " unless `prune` deletes it. Applying what is already so writes nothing. `If-Match` with a"
                    + " dump's `ETag` applies it to that state only.",
            takes = StateShapes.StateWish.class,
            asks = StateShapes.ApplyQuestion.class,
            answers = StateShapes.StateComparison.class,
            status = 200)
    @Refuses(
            status = 409,
            type = "changed-meanwhile",
            when = "Somebody changed the tenant while the document was applied; apply it again.")
    @Refuses(status = 409, type = "limit-reached", when = "The tenant has as many as it may.")
    @Refuses(status = 412, type = "changed-meanwhile", when = "The state is another than `If-Match` says.")
    @Refuses(status = 503, type = "busy", when = "This portal holds as many states as it may; try again.")
    public Response apply(
            @PathParam("tenant") String tenant,
            @QueryParam("label") @Nullable List<String> label,
            @QueryParam("prune") @Nullable String prune,
            @QueryParam("dryRun") @Nullable String dryRun,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @HeaderParam("Content-Type") @Nullable MediaType type,
            InputStream body) {
        Access access = caller.at(tenant, Permission.MANAGE_STATE);
        Selector selector = selector(label);
        boolean pruning = flag("prune", prune);
        boolean dry = flag("dryRun", dryRun);
        return held(() -> {
            JsonObject document = document(type, body);
            Comparison comparison = dry
                    ? state.compare(access, document, selector, pruning)
                    : state.apply(access, document, selector, pruning, tag -> mustBe(tag, ifMatch));
            mustBe(comparison.stateTag(), ifMatch); // a trial is refused as the real one would be
            return Response.ok(StateJson.of(comparison).build()).build();
        });
    }

    private static void mustBe(String tag, @Nullable String ifMatch) {
        if (ifMatch != null) {
            IfMatch.required(ifMatch, tag);
        }
    }

    private static JsonObject document(@Nullable MediaType type, InputStream body) {
        String text = Bodies.text(body, Bodies.DOCUMENT);
        return type != null && type.getSubtype().equals("yaml") ? StateText.yaml(text) : StateText.json(text);
    }

    private static boolean isYaml(@Nullable String format, HttpHeaders headers) {
        return switch (format) {
            case null -> prefersYaml(headers);
            case "yaml" -> true;
            case "json" -> false;
            default -> throw ApiProblem.badRequest("format is yaml or json.");
        };
    }

    private static boolean prefersYaml(HttpHeaders headers) {
        for (MediaType accepted : headers.getAcceptableMediaTypes()) {
            if (accepted.isCompatible(MediaType.valueOf(JSON))) {
                return false;
            }
            if (accepted.isCompatible(MediaType.valueOf(YAML))) {
                return true;
            }
        }
        return false;
    }

    private static Selector selector(@Nullable List<String> labels) {
        Map<String, String> wanted = new LinkedHashMap<>();
        for (String label : labels == null ? List.<String>of() : labels) {
            String[] parts = label.split("=", 2);
            if (parts.length != 2 || !Selector.isLabel(parts[0], parts[1])) {
                throw ApiProblem.badRequest("label is a label's name and value, as in team=maps.");
            }
            wanted.put(parts[0], parts[1]);
        }
        return new Selector(wanted);
    }

    private static boolean flag(String name, @Nullable String text) {
        return switch (text) {
            case null -> false;
            case "true" -> true;
            case "false" -> false;
            default -> throw ApiProblem.badRequest(name + " is true or false.");
        };
    }

    private <T> T held(Supplier<T> work) {
        try {
            return places.hold(work);
        } catch (ChangedMeanwhile overtaken) {
            throw ApiProblem.conflict(
                    "changed-meanwhile", "Changed meanwhile", "Somebody else changed the tenant; apply it again.");
        } catch (StatesAtOnce.NoPlace busy) {
            throw new ApiProblem(
                    503, "busy", "Busy", "This portal works on as many whole tenants as it may; try again.");
        }
    }
}
