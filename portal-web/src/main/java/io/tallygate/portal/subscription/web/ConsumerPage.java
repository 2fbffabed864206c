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
import io.tallygate.portal.consumer.web.ConsumerJson;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.input.InUse;
import io.tallygate.portal.subscription.Subscribing;
import io.tallygate.portal.subscription.SubscriptionView;
import io.tallygate.portal.tenancy.TenantTransactions;
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
import jakarta.ws.rs.core.Response;
import java.net.URI;
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
@Produces("text/html")
public class ConsumerPage {
    private static final int MOST = 200;
    /// The whole team has a page of its own.
    private static final int SOME_MEMBERS = 10;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final TenantTransactions transactions;
    private final Consumers consumers;
    private final Teams teams;
    private final Applications applications;
    private final Subscribing subscribing;

    @Inject
    public ConsumerPage(
            Visits visits,
            Frame frame,
            Models models,
            HttpServletRequest request,
            TenantTransactions transactions,
            Consumers consumers,
            Teams teams,
            Applications applications,
            Subscribing subscribing) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.transactions = transactions;
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
        models.put("mayManage", visit.may(Permission.MANAGE_CONSUMERS));
        models.put("tag", ConsumerJson.tag(consumer));
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

    @POST
    @Path("/delete")
    public Response delete(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, "consumers", Permission.MANAGE_CONSUMERS);
        Form form = Form.of(request, frame.messages());
        String list = "/console/" + visit.slug() + "/consumers";
        try {
            boolean deleted = transactions.inTenant(visit.id(), () -> {
                Consumer held = consumers.hold(id).orElseThrow(NotFoundException::new);
                if (!form.isFor(ConsumerJson.tag(held))) {
                    return false;
                }
                applications.mustHaveNone(visit.id(), id);
                consumers.delete(held);
                return true;
            });
            if (deleted) {
                frame.notice("good", "consumer.deleted");
                return Response.seeOther(URI.create(list)).build();
            }
            frame.notice("bad", "frame.form.changed");
        } catch (InUse needed) {
            frame.notice("bad", "consumer.delete.inUse");
        }
        return Response.seeOther(URI.create(list + "/" + id)).build();
    }

    private static String plan(SubscriptionView subscription) {
        return subscription.plan().productName() + " · " + subscription.plan().name();
    }
}
