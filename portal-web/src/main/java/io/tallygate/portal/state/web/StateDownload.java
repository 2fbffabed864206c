package io.tallygate.portal.state.web;

import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.state.Selector;
import io.tallygate.portal.state.State;
import io.tallygate.portal.state.StatesAtOnce;
import io.tallygate.portal.state.yaml.YamlWriter;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.Response;

/// `/console/{t}/state/document.yaml` and `….json`: the whole tenant as one document, as it is now.
@Path("/console/{tenant}/state/document.{format: yaml|json}")
public class StateDownload {
    private static final long AGAIN_SECONDS = 5;

    private final Visits visits;
    private final State state;
    private final StatesAtOnce places;

    @Inject
    public StateDownload(Visits visits, State state, StatesAtOnce places) {
        this.visits = visits;
        this.state = state;
        this.places = places;
    }

    @GET
    public Response download(@PathParam("tenant") String tenant, @PathParam("format") String format) {
        Visit visit = visits.console(tenant, "state", Permission.SEE_STATE);
        try {
            return places.hold(() -> {
                JsonObject document =
                        state.dump(visit.id(), Selector.EVERYTHING).document();
                String text = format.equals("yaml") ? YamlWriter.text(document) : document.toString();
                return Response.ok(text, "application/" + format + ";charset=utf-8")
                        .header("Content-Disposition", "attachment; filename=\"%s.%s\"".formatted(visit.slug(), format))
                        .header("Cache-Control", "no-store")
                        .build();
            });
        } catch (StatesAtOnce.NoPlace busy) {
            throw new ServiceUnavailableException(AGAIN_SECONDS);
        }
    }
}
