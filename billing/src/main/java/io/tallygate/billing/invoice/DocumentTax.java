package io.tallygate.billing.invoice;

import io.tallygate.billing.money.Allocation;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import io.tallygate.billing.tax.LineTax;
import io.tallygate.billing.tax.TaxCategory;
import io.tallygate.billing.tax.TaxRate;
import io.tallygate.billing.tax.TaxRounding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The tax of a document, rate by rate. Lines that bear the same taxes are one group; the groups' bases are
/// whole minor
/// units
/// that add up to the document's net.
final class DocumentTax {
    /// @param rates  in the order in which they were given; none where nothing is charged
    private record Group(
            TaxCategory category,
            List<TaxRate> rates,
            @Nullable String reason) {
        BigDecimal percent() {
            return rates.stream().map(TaxRate::percent).reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    private record Key(
            TaxCategory category,
            @Nullable TaxRate rate,
            @Nullable String reason) {}

    private final boolean included;
    private final TaxRounding rounding;
    private final Money total;
    private final Map<Group, BigDecimal> exact = new LinkedHashMap<>();
    private final Map<Key, BigDecimal> bases = new LinkedHashMap<>();
    private final Map<Key, BigDecimal> taxes = new LinkedHashMap<>();

    private DocumentTax(boolean included, TaxRounding rounding, Money total) {
        this.included = included;
        this.rounding = rounding;
        this.total = total;
    }

    /// @param open   what is exactly left of each line after coupons
    /// @param total  of `open`, in whole minor units
    static List<TaxTotal> of(
            List<LineTax> lines, List<BigDecimal> open, Money total, boolean included, TaxRounding rounding) {
        DocumentTax document = new DocumentTax(included, rounding, total);
        BigDecimal given = BigDecimal.ZERO;
        boolean engine = lines.stream().anyMatch(line -> line.given() != null);
        for (int index = 0; index < lines.size(); index++) {
            LineTax line = lines.get(index);
            document.exact.merge(
                    new Group(line.category(), line.rates(), line.reason()), open.get(index), BigDecimal::add);
            if (engine) {
                given = given.add(Objects.requireNonNull(line.given(), "an engine gives all amounts or none"));
            }
        }
        document.groups();
        return document.totals(engine ? given : null);
    }

    private void groups() {
        int digits = Rounding.digits(total.currency());
        List<Group> groups = List.copyOf(exact.keySet());
        List<BigDecimal> whole = Allocation.round(List.copyOf(exact.values()), total.amount(), digits);
        for (int index = 0; index < groups.size(); index++) {
            Group group = groups.get(index);
            BigDecimal amount = whole.get(index);
            BigDecimal from = rounding == TaxRounding.ON_DOCUMENT ? Objects.requireNonNull(exact.get(group)) : amount;
            BigDecimal net = included ? Composing.net(from, group.percent()) : from;
            BigDecimal taken = BigDecimal.ZERO;
            for (TaxRate rate : group.rates()) {
                BigDecimal tax = net.multiply(rate.percent()).divide(Composing.HUNDRED, Composing.EXACT);
                if (included) {
                    tax = Rounding.toMinorUnit(tax, total.currency()).amount();
                    taken = taken.add(tax);
                }
                taxes.merge(new Key(group.category(), rate, group.reason()), tax, BigDecimal::add);
            }
            List<TaxRate> distinct = group.rates().stream().distinct().toList();
            for (TaxRate rate : distinct) {
                bases.merge(new Key(group.category(), rate, group.reason()), amount.subtract(taken), BigDecimal::add);
            }
            if (distinct.isEmpty()) {
                Key nothing = new Key(group.category(), null, group.reason());
                bases.merge(nothing, amount, BigDecimal::add);
                taxes.merge(nothing, BigDecimal.ZERO, BigDecimal::add);
            }
        }
    }

    private List<TaxTotal> totals(@Nullable BigDecimal given) {
        int digits = Rounding.digits(total.currency());
        List<BigDecimal> amounts = new ArrayList<>(taxes.values());
        if (given != null) {
            amounts = engine(amounts, given, digits);
        } else if (rounding == TaxRounding.ON_DOCUMENT) {
            BigDecimal sum = amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            amounts = Allocation.round(
                    amounts, Rounding.toMinorUnit(sum, total.currency()).amount(), digits);
        }
        List<TaxTotal> totals = new ArrayList<>();
        int index = 0;
        for (Key key : taxes.keySet()) {
            totals.add(new TaxTotal(
                    key.category(),
                    key.rate(),
                    Rounding.toMinorUnit(Objects.requireNonNull(bases.get(key)), total.currency()),
                    Rounding.toMinorUnit(amounts.get(index++), total.currency()),
                    key.reason()));
        }
        return totals;
    }

    /// An engine's amount belongs to the document; where there are several rates it is shared by what each
    /// would come
    /// to.
    private static List<BigDecimal> engine(List<BigDecimal> computed, BigDecimal given, int digits) {
        if (computed.stream().noneMatch(amount -> amount.signum() > 0)) {
            List<BigDecimal> first = new ArrayList<>(computed);
            first.set(0, given);
            return first;
        }
        List<Integer> taxed = new ArrayList<>();
        for (int index = 0; index < computed.size(); index++) {
            if (computed.get(index).signum() > 0) {
                taxed.add(index);
            }
        }
        List<BigDecimal> parts =
                Allocation.share(given, taxed.stream().map(computed::get).toList(), digits);
        List<BigDecimal> shared = new ArrayList<>(computed);
        for (int part = 0; part < parts.size(); part++) {
            shared.set(taxed.get(part), parts.get(part));
        }
        return shared;
    }
}
