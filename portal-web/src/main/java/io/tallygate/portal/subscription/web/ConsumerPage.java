package io.tallygate.portal.subscription.web;

import io.tallygate.billing.subscription.SubscriptionFilter;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.application.Applications;
import io.tallygate.portal.consumer.Consumer;
import io.tallygate.portal.consumer.ConsumerMember;
import io.tallygate.portal.consumer.Consumers;
import io.tallygate.portal.consumer.Teams;
import io.tallygate.portal.subscription.Subscribing;
import io.tallygate.portal.subscription.SubscriptionView;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// `/console/{t}/consumers/{id}`: one consumer with its people, its applications and what they subscribed to. Stands in
/// this room because it needs all of those below.
@Controller
@Path("/console/{tenant}/consumers/{id: [0-9a-fA-F-]{36}}")
public class ConsumerPage {
    private static final int MOST = 200;
    /// The whole team has a page of its own.
    private static final int SOME_MEMBERS = 10;

    private final Visits visits;
    private final Models models;
    private final Consumers consumers;
    private final Teams teams;
    private final Applications applications;
    private final Subscribing subscribing;

    @Inject
    public ConsumerPage(
            Visits visits,
            Models models,
            Consumers consumers,
            Teams teams,
            Applications applications,
            Subscribing subscribing) {
        this.visits = visits;
        this.models = models;
        this.consumers = consumers;
        this.teams = teams;
        this.applications = applications;
        this.subscribing = subscribing;
    }

    public record MemberRow(String email, String role) {
        static MemberRow of(ConsumerMember member) {
            return new MemberRow(member.email(), member.role().wireName());
        }
    }

    /// @param plans  that it is on now
    public record ApplicationRow(String name, String plans, Instant createdAt) {}

    @GET
    public String read(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, "consumers", Permission.SEE_CONSUMER);
        Consumer consumer = consumers.find(visit.id(), id).orElseThrow(NotFoundException::new);
        Map<UUID, String> plans = subscribing.list(visit.id(), SubscriptionFilter.ofConsumer(id), null, MOST).stream()
                .filter(SubscriptionView::active)
                .collect(Collectors.groupingBy(
                        SubscriptionView::application,
                        Collectors.mapping(ConsumerPage::plan, Collectors.joining(", "))));
        models.put("consumer", consumer);
        models.put(
                "members",
                teams.list(visit.id(), id, null, SOME_MEMBERS).stream()
                        .map(MemberRow::of)
                        .toList());
        models.put(
                "applications",
                applications.list(visit.id(), Optional.of(List.of(id)), null, MOST).stream()
                        .map(found -> new ApplicationRow(
                                found.name(), plans.getOrDefault(found.id(), "–"), found.createdAt()))
                        .toList());
        return "consumer/detail.html";
    }

    private static String plan(SubscriptionView subscription) {
        return subscription.plan().productName() + " · " + subscription.plan().name();
    }
}
