package io.tallygate.portal.usage.web;

import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.reading.ReadingBudgetSpent;
import io.tallygate.metering.reading.UsageFilter;
import io.tallygate.metering.reading.UsageQueryInvalid;
import io.tallygate.metering.reading.UsageUnavailable;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.consumer.Consumers;
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
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `/console/{t}/usage`: what all of a tenant's consumers used, or one of them.
@Controller
@Path("/console/{tenant}/usage")
@Produces("text/html")
public class ConsoleUsagePage {
    private static final int MOST = 1000;
    private static final long RETRY_AFTER_SECONDS = 10;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final UsageModel usage;
    private final Consumers consumers;
    private final Publishing publishing;

    @Inject
    public ConsoleUsagePage(
            Visits visits, Frame frame, Models models, UsageModel usage, Consumers consumers, Publishing publishing) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.usage = usage;
        this.consumers = consumers;
        this.publishing = publishing;
    }

    @GET
    public String show(
            @PathParam("tenant") String tenant,
            @Context UriInfo address,
            @QueryParam("consumer") @Nullable String consumerAsked,
            @QueryParam("api") @Nullable String apiAsked,
            @QueryParam("environment") @Nullable String environmentAsked) {
        Visit visit = visits.console(tenant, "usage", Permission.SEE_USAGE);
        List<UsageChoice.Option> organisations = consumers.list(visit.id(), Optional.empty(), null, MOST).stream()
                .map(found -> UsageChoice.Option.of(found.id(), found.name()))
                .toList();
        List<UsageChoice.Option> apis = publishing.list(visit.id(), false, null, MOST).stream()
                .map(found ->
                        UsageChoice.Option.of(found.api().id(), found.api().name()))
                .toList();
        UUID consumer = id(consumerAsked);
        UUID api = id(apiAsked);
        if (consumer != null && consumers.find(visit.id(), consumer).isEmpty()
                || api != null && publishing.find(visit.id(), api).isEmpty()) {
            throw new NotFoundException();
        }
        Environment environment =
                Environment.of(environmentAsked == null ? "" : environmentAsked).orElse(Environment.LIVE);
        UsageWish wish = UsageWish.of(address.getQueryParameters());
        try {
            usage.show(
                    models,
                    visit.id(),
                    UsageFilter.everything()
                            .withConsumer(consumer)
                            .withApi(api)
                            .withEnvironment(environment.wireName()),
                    wish,
                    frame.messages(),
                    frame.formats(),
                    Stream.of(apis, organisations)
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
        models.put("environment", environment.wireName());
        models.put(
                "filters",
                List.of(
                        new UsageChoice("consumer", organisations, text(consumer)),
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
