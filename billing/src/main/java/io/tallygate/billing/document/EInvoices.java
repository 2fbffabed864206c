package io.tallygate.billing.document;

import io.tallygate.billing.invoice.CreditNote;
import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.invoice.IssuedInvoice;
import io.tallygate.billing.invoice.Sums;
import io.tallygate.billing.invoice.TaxTotal;
import io.tallygate.billing.money.Allocation;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import io.tallygate.metering.meter.Period;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Says an issued document in the terms of EN 16931. Coupons become allowances of their rate; where prices
/// contain tax,
/// lines are told by their net after coupons, since the norm knows net lines only.
final class EInvoices {
    /// EN 16931 (BR-DEC) allows no more.
    private static final int MOST_DECIMALS = 2;

    private static final BigDecimal HUNDRED = new BigDecimal(100);

    private EInvoices() {}

    /// Whether the norm can say it: amounts of at most two decimals, and one tax a line.
    static boolean canSay(IssuedInvoice invoice) {
        return Rounding.digits(invoice.currency()) <= MOST_DECIMALS
                && invoice.sums().lines().stream()
                        .allMatch(line -> line.tax().rates().size() <= 1)
                && invoice.total().signum() >= 0;
    }

    static EInvoice of(IssuedInvoice invoice) {
        Sums sums = invoice.sums();
        List<Entry> entries = new ArrayList<>();
        for (int index = 0; index < invoice.lines().size(); index++) {
            entries.add(entry(invoice.lines().get(index), sums.lines().get(index), invoice.timeZone()));
        }
        String reason = sums.coupons().stream().map(Sums.Taken::name).collect(Collectors.joining(", "));
        Parts parts = parts(entries, sums.taxes(), sums.taxIncluded(), reason.isEmpty() ? "Rounding" : reason);
        Money settled = sums.credited().plus(sums.prepaid());
        return new EInvoice(
                invoice.number().toString(),
                false,
                null,
                invoice.issuedOn(),
                sums.due().signum() > 0 ? invoice.dueOn() : null,
                day(invoice.period().from(), invoice.timeZone()),
                lastDay(invoice.period(), invoice.timeZone()),
                invoice.currency(),
                invoice.seller(),
                invoice.buyer(),
                null,
                parts.lines(),
                parts.allowances(),
                parts.taxes(),
                parts.lineTotal(),
                sums.subtotal().amount(),
                sums.tax().amount(),
                sums.total().amount(),
                settled.amount(),
                sums.due().amount());
    }

    static EInvoice of(CreditNote note, IssuedInvoice invoice) {
        Sums sums = invoice.sums();
        List<Entry> entries = new ArrayList<>();
        for (int index = 0; index < invoice.lines().size(); index++) {
            Sums.Line line = sums.lines().get(index);
            Money item = note.amounts().items().get(line.key());
            if (item != null && item.signum() != 0) {
                BigDecimal share = line.couponShare()
                        .multiply(item.amount())
                        .divide(line.open().amount(), MathContext.DECIMAL128);
                Entry whole = entry(invoice.lines().get(index), line, invoice.timeZone());
                entries.add(new Entry(
                        whole.name(),
                        BigDecimal.ONE,
                        item.amount(),
                        item.amount(),
                        item.amount().subtract(share),
                        whole.vat(),
                        whole.from(),
                        whole.to()));
            }
        }
        Parts parts = parts(entries, note.amounts().taxes(), sums.taxIncluded(), "Taken off before");
        return new EInvoice(
                note.number().toString(),
                true,
                note.invoiceNumber().toString(),
                note.issuedOn(),
                note.issuedOn(),
                day(invoice.period().from(), invoice.timeZone()),
                lastDay(invoice.period(), invoice.timeZone()),
                invoice.currency(),
                invoice.seller(),
                invoice.buyer(),
                note.reason(),
                parts.lines(),
                parts.allowances(),
                parts.taxes(),
                parts.lineTotal(),
                note.amounts().net().amount(),
                note.amounts().tax().amount(),
                note.amounts().total().amount(),
                BigDecimal.ZERO,
                note.amounts().total().amount());
    }

    /// A line before it is told by its net.
    /// @param amount  as the document has it
    /// @param left    of it after coupons, exact
    private record Entry(
            String name,
            BigDecimal quantity,
            BigDecimal price,
            BigDecimal amount,
            BigDecimal left,
            EInvoice.Vat vat,
            LocalDate from,
            LocalDate to) {}

    private record Parts(
            List<EInvoice.Line> lines,
            List<EInvoice.Allowance> allowances,
            List<EInvoice.Tax> taxes,
            BigDecimal lineTotal) {}

    private static Entry entry(InvoiceLine line, Sums.Line sums, ZoneId zone) {
        BigDecimal amount = sums.open().amount();
        BigDecimal price = line.unitPrice();
        boolean product = price != null
                && line.quantity().signum() > 0
                && Rounding.toMinorUnit(
                                line.quantity().multiply(price), line.amount().currency())
                        .amount()
                        .equals(amount);
        return new Entry(
                line.what(),
                product ? line.quantity() : BigDecimal.valueOf(amount.signum() < 0 ? -1 : 1),
                product ? java.util.Objects.requireNonNull(price) : amount.abs(),
                amount,
                amount.subtract(sums.couponShare()),
                EInvoice.Vat.of(sums.tax()),
                day(line.period().from(), zone),
                lastDay(line.period(), zone));
    }

    private static Parts parts(List<Entry> entries, List<TaxTotal> totals, boolean included, String reason) {
        Map<EInvoice.Vat, EInvoice.Tax> taxes = new LinkedHashMap<>();
        for (TaxTotal total : totals) {
            EInvoice.Vat vat = EInvoice.Vat.of(total);
            taxes.merge(
                    vat,
                    new EInvoice.Tax(vat, total.base().amount(), total.tax().amount()),
                    (one, other) -> new EInvoice.Tax(
                            vat, one.base().add(other.base()), one.amount().add(other.amount())));
        }
        List<EInvoice.Line> lines = new ArrayList<>();
        List<EInvoice.Allowance> allowances = new ArrayList<>();
        BigDecimal lineTotal = BigDecimal.ZERO;
        for (EInvoice.Tax tax : taxes.values()) {
            List<Entry> group = entries.stream()
                    .filter(entry -> entry.vat().equals(tax.vat()))
                    .toList();
            List<BigDecimal> nets = included
                    ? nets(group, tax)
                    : group.stream().map(Entry::amount).toList();
            BigDecimal sum = BigDecimal.ZERO;
            for (int index = 0; index < group.size(); index++) {
                lines.add(line(group.get(index), nets.get(index), included));
                sum = sum.add(nets.get(index));
            }
            lineTotal = lineTotal.add(sum);
            BigDecimal taken = sum.subtract(tax.base());
            if (taken.signum() != 0) {
                allowances.add(new EInvoice.Allowance(reason, taken, tax.vat()));
            }
        }
        return new Parts(lines, allowances, List.copyOf(taxes.values()), lineTotal);
    }

    private static List<BigDecimal> nets(List<Entry> group, EInvoice.Tax tax) {
        BigDecimal percent =
                tax.vat().percent() == null ? BigDecimal.ZERO : tax.vat().percent();
        List<BigDecimal> exact = group.stream()
                .map(entry -> entry.left().multiply(HUNDRED).divide(HUNDRED.add(percent), MathContext.DECIMAL128))
                .toList();
        return Allocation.round(exact, tax.base(), Math.max(tax.base().scale(), 0));
    }

    private static EInvoice.Line line(Entry entry, BigDecimal net, boolean included) {
        boolean asOne = included || entry.amount().compareTo(net) != 0;
        return new EInvoice.Line(
                entry.name(),
                asOne ? BigDecimal.valueOf(net.signum() < 0 ? -1 : 1) : entry.quantity(),
                asOne ? net.abs() : entry.price(),
                net,
                entry.vat(),
                entry.from(),
                entry.to());
    }

    private static LocalDate day(java.time.Instant instant, ZoneId zone) {
        return LocalDate.ofInstant(instant, zone);
    }

    private static LocalDate lastDay(Period period, ZoneId zone) {
        return LocalDate.ofInstant(period.to().minusNanos(1), zone);
    }
}
