package io.tallygate.portal.payment.web;

import io.tallygate.billing.payment.OpenItem;
import io.tallygate.billing.payment.banktransfer.BankAccount;
import io.tallygate.billing.payment.banktransfer.BankEntry;
import io.tallygate.billing.payment.banktransfer.Iban;
import io.tallygate.billing.payment.banktransfer.ImportResult;
import io.tallygate.billing.payment.banktransfer.StatementReader;
import io.tallygate.billing.payment.banktransfer.StatementRefused;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.ListPage;
import io.tallygate.portal.frame.UploadedPart;
import io.tallygate.portal.payment.Receiving;
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
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/console/{t}/payments`: imports the bank's statements, and decides about what nobody could book by itself.
@Controller
@Path("/console/{tenant}/payments")
@Produces("text/html")
public class PaymentsPage {
    private static final String SECTION = "billing";
    private static final String VIEW = "payment/payments.html";
    private static final int REFUSED = 422;

    /// Open invoices that are offered for an entry.
    private static final int OFFERED = 200;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final Receiving receiving;

    @Inject
    public PaymentsPage(Visits visits, Frame frame, Models models, HttpServletRequest request, Receiving receiving) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.receiving = receiving;
    }

    @GET
    public String read(@PathParam("tenant") String tenant, @QueryParam("after") @Nullable UUID after) {
        Visit visit = visit(tenant);
        return show(visit, after, new Form(frame.messages()));
    }

    @POST
    @Path("/statements")
    public Response take(@PathParam("tenant") String tenant) {
        Visit visit = visit(tenant);
        Form form = Form.of(request, frame.messages());
        byte[] file = UploadedPart.read(request, "file", StatementReader.MAX_BYTES);
        if (file == null) {
            form.reject("file", "payment.file.needed");
            return refused(visit, form);
        }
        try {
            ImportResult result = receiving.take(visit.id(), file, Currency.getInstance("EUR"));
            frame.notice("good", "payment.taken", result.entries(), result.booked(), result.open(), result.known());
            return back(visit);
        } catch (StatementRefused refused) {
            form.reject("file", "payment.file.refused." + refused.reason().slug(), refused.detail());
            return refused(visit, form);
        }
    }

    @POST
    @Path("/bank-account")
    public Response account(@PathParam("tenant") String tenant) {
        Visit visit = visit(tenant);
        Form form = Form.of(request, frame.messages());
        String holder = form.required("holder", 70);
        String iban = form.required("iban", 50);
        String bic = form.optional("bic", 11).toUpperCase(Locale.ROOT);
        if (!iban.isEmpty() && !Iban.isValid(iban)) {
            form.reject("iban", "payment.iban.wrong");
        }
        if (!bic.isEmpty() && !bic.matches("[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")) {
            form.reject("bic", "payment.bic.wrong");
        }
        if (form.wrong()) {
            return refused(visit, form);
        }
        receiving.account(visit.id(), new BankAccount(holder, new Iban(iban), bic.isEmpty() ? null : bic));
        frame.notice("good", "payment.account.saved");
        return back(visit);
    }

    @POST
    @Path("/entries/{id: [0-9a-f-]{36}}/book")
    public Response book(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visit(tenant);
        UUID invoice = Form.of(request, frame.messages()).id("invoice");
        if (invoice == null) {
            frame.notice("bad", "payment.choose");
            return back(visit);
        }
        try {
            boolean booked = receiving.book(visit.id(), id, invoice).isPresent();
            frame.notice(booked ? "good" : "bad", booked ? "payment.entry.booked" : "payment.entry.notOpen");
        } catch (IllegalArgumentException currency) {
            frame.notice("bad", "payment.entry.currency");
        }
        return back(visit);
    }

    @POST
    @Path("/entries/{id: [0-9a-f-]{36}}/set-aside")
    public Response setAside(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visit(tenant);
        BankEntry entry = receiving.entry(visit.id(), id).orElseThrow(NotFoundException::new);
        boolean done = receiving.setAside(visit.id(), entry.id());
        frame.notice(done ? "good" : "bad", done ? "payment.entry.setAside" : "payment.entry.notOpen");
        return back(visit);
    }

    private Visit visit(String tenant) {
        return visits.console(tenant, SECTION, Permission.RUN_BILLING);
    }

    private Response refused(Visit visit, Form form) {
        return Response.status(REFUSED).entity(show(visit, null, form)).build();
    }

    private static Response back(Visit visit) {
        return Response.seeOther(URI.create("/console/" + visit.slug() + "/payments"))
                .build();
    }

    private String show(Visit visit, @Nullable UUID after, Form form) {
        ListPage<BankEntry> page = ListPage.of(
                "/console/" + visit.slug() + "/payments",
                after,
                receiving.entries(visit.id(), BankEntry.State.OPEN, after, ListPage.ROWS),
                BankEntry::id);
        List<OpenItem> open = page.items().isEmpty()
                ? List.of()
                : receiving.open(visit.id()).stream()
                        .filter(item -> item.kind() == OpenItem.Kind.INVOICE)
                        .limit(OFFERED)
                        .toList();
        BankAccount account = receiving.account(visit.id()).orElse(null);
        if (account != null && !form.has("holder")) {
            form.with("holder", account.holder())
                    .with("iban", account.iban().spaced())
                    .with("bic", account.bic());
        }
        models.put("page", page);
        models.put("entries", page.items());
        models.put("open", open);
        models.put("form", form);
        return VIEW;
    }
}
