package io.tallygate.portal.invoice.web;

import io.tallygate.billing.invoice.CreditNote;
import io.tallygate.billing.invoice.DraftInvoice;
import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.invoice.InvoiceSummary;
import io.tallygate.billing.invoice.IssuedInvoice;
import io.tallygate.billing.money.Money;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.application.Application;
import io.tallygate.portal.application.Applications;
import io.tallygate.portal.frame.Formats;
import io.tallygate.portal.frame.Frame;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mvc.Models;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Invoices as pages show them, the console's and the portal's alike.
@ApplicationScoped
public class InvoiceModel {
    private final Applications applications;

    @SuppressWarnings("NullAway") // for the proxy only
    protected InvoiceModel() {
        this.applications = null;
    }

    @Inject
    public InvoiceModel(Applications applications) {
        this.applications = applications;
    }

    /// @param periodText  in the consumer's time zone, both days included
    public record Row(UUID id, String number, String buyer, String periodText, LocalDate issuedOn, Money total) {}

    /// @param application  its name now
    /// @param unitPrice    exact; null where steps explain the amount
    /// @param isOfCalls    it can be opened to them
    public record Line(
            String what,
            String product,
            String plan,
            String application,
            String periodText,
            BigDecimal quantity,
            @Nullable BigDecimal unitPrice,
            BigDecimal amount,
            Currency currency,
            boolean isOfCalls) {}

    public static Row row(InvoiceSummary invoice, Formats formats) {
        return new Row(
                invoice.id(),
                invoice.number().toString(),
                invoice.buyer(),
                period(invoice.period(), invoice.timeZone(), formats),
                invoice.issuedOn(),
                invoice.total());
    }

    public List<Line> lines(TenantId tenant, List<InvoiceLine> lines, ZoneId zone, Formats formats) {
        Map<UUID, String> names = new HashMap<>();
        return lines.stream()
                .map(line -> new Line(
                        line.what(),
                        line.product(),
                        line.plan(),
                        names.computeIfAbsent(line.application(), id -> name(tenant, id)),
                        period(line.period(), zone, formats),
                        line.quantity(),
                        line.unitPrice(),
                        line.amount().amount(),
                        line.amount().currency(),
                        line.isOfCalls()))
                .toList();
    }

    /// The lines of running months.
    public List<Line> running(TenantId tenant, List<DraftInvoice> drafts, Formats formats) {
        return drafts.stream()
                .flatMap(draft -> lines(tenant, draft.lines(), draft.timeZone(), formats).stream())
                .toList();
    }

    /// What the page of one document shows.
    public void show(Models models, TenantId tenant, IssuedInvoice invoice, List<CreditNote> notes, Frame frame) {
        Formats formats = frame.formats();
        models.put("invoice", invoice);
        models.put("number", invoice.number().toString());
        models.put("periodText", period(invoice.period(), invoice.timeZone(), formats));
        models.put("sums", SumRows.of(invoice.sums(), frame.messages()));
        models.put("lines", lines(tenant, invoice.lines(), invoice.timeZone(), formats));
        models.put(
                "notes",
                notes.stream()
                        .map(note -> new Note(
                                note.id(),
                                note.number().toString(),
                                note.issuedOn(),
                                note.reason(),
                                note.amounts().total()))
                        .toList());
    }

    public record Note(UUID id, String number, LocalDate issuedOn, String reason, Money total) {}

    /// Whole days as people write them: the first and the last.
    public static String period(Period period, ZoneId zone, Formats formats) {
        return new Formats(formats.locale(), zone).period(period.from(), period.to());
    }

    private String name(TenantId tenant, UUID application) {
        return applications
                .find(tenant, application, Optional.empty())
                .map(Application::name)
                .orElse("–");
    }
}
