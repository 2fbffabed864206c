package io.tallygate.portal.usage.web;

import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.reading.ReadingBudgetSpent;
import io.tallygate.metering.reading.UsageFilter;
import io.tallygate.metering.reading.UsageQueryInvalid;
import io.tallygate.metering.reading.UsageUnavailable;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.application.Application;
import io.tallygate.portal.application.Applications;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.publishing.Publishing;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `/p/{tenant}/usage`: what the visitor's organisation used, or one of its applications.
@Controller
@Path("/p/{tenant}/usage")
@Produces("text/html")
public class UsagePage {
    private static final int MOST = 200;
    private static final Long RETRY_AFTER_SECONDS = 10L;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final UsageModel usage;
    private final Applications applications;
    private final Publishing publishing;

    @Inject
    public UsagePage(
            Visits visits,
            Frame frame,
            Models models,
            UsageModel usage,
            Applications applications,
            Publishing publishing) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.usage = usage;
        this.applications = applications;
        this.publishing = publishing;
    }

    @GET
    public String show(
            @PathParam("tenant") String slug,
            @Context UriInfo address,
            @QueryParam("application") @Nullable String applicationAsked,
            @QueryParam("api") @Nullable String apiAsked,
            @QueryParam("environment") @Nullable String environmentAsked) {
        Visit visit = visits.consumer(slug, "usage");
        List<UsageChoice.Option> own =
                applications.list(visit.id(), visit.own(Permission.SEE_USAGE), null, MOST).stream()
                        .map(found -> UsageChoice.Option.of(found.id(), found.name()))
                        .toList();
        List<UsageChoice.Option> apis = publishing.list(visit.id(), true, null, MOST).stream()
                .map(found ->
                        UsageChoice.Option.of(found.api().id(), found.api().name()))
                .toList();
        UUID application = id(applicationAsked);
        UUID api = id(apiAsked);
        // an application decides whose calls are shown: with several organisations it may be any of theirs
        UUID consumer = application == null
                ? visit.consumer().consumer()
                : applications
                        .find(visit.id(), application, visit.own(Permission.SEE_USAGE))
                        .map(Application::consumerId)
                        .orElseThrow(NotFoundException::new);
        Environment environment =
                Environment.of(environmentAsked == null ? "" : environmentAsked).orElse(Environment.LIVE);
        UsageWish wish = UsageWish.of(address.getQueryParameters());
        try {
            usage.show(
                    models,
                    visit.id(),
                    UsageFilter.everything()
                            .withConsumer(consumer)
                            .withApplication(application)
                            .withApi(api)
                            .withEnvironment(environment.wireName()),
                    wish,
                    frame.messages(),
                    frame.formats(),
                    Stream.of(apis, own)
                            .flatMap(List::stream)
                            .collect(Collectors.toMap(
                                    UsageChoice.Option::value, UsageChoice.Option::label, (one, other) -> one)));
        } catch (UsageQueryInvalid wrong) {
            throw new BadRequestException(wrong);
        } catch (ReadingBudgetSpent spent) {
            throw new ClientErrorException(Response.Status.TOO_MANY_REQUESTS, spent);
        } catch (UsageUnavailable away) {
            throw new ServiceUnavailableException(RETRY_AFTER_SECONDS, away);
        }
        if (Range.of(wish.range()).open()) {
            frame.live();
        }
        models.put("consumer", visit.consumer());
        models.put("environment", environment.wireName());
        models.put(
                "filters",
                List.of(
                        new UsageChoice("application", own, text(application)),
                        new UsageChoice("api", apis, text(api))));
        return "usage/usage.html";
    }

    /// A choice left at "all" sends an empty text.
    private static @Nullable UUID id(@Nullable String asked) {
        if (asked == null || asked.isEmpty()) {
            return null;
        }
        try {
            return UUID.fromString(asked);
        } catch (IllegalArgumentException noId) {
            throw new NotFoundException(noId);
        }
    }

    private static String text(@Nullable UUID id) {
        return id == null ? "" : id.toString();
    }
}
