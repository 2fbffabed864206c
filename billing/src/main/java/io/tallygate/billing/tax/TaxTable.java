package io.tallygate.billing.tax;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Taxes by a table of rates. Services sold at a distance, in this order: a seller without a VAT id charges
/// nothing; an
/// exempt buyer pays nothing; at home the seller's country decides; a business with a VAT id in another
/// country of the
/// Union
/// owes the tax itself; anybody else in the Union pays their country's rate, or the seller's where the table
/// has none;
/// outside of the Union nothing is owed.
public final class TaxTable implements TaxEngine {
    /// Greece's VAT ids begin with `EL`; Northern Ireland's goods with `XI`, which sells no services in the
    /// Union.
    private static final Set<String> UNION = Set.of(
            "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU",
            "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE");

    private final List<TaxRule> rules;

    public TaxTable(List<TaxRule> rules) {
        this.rules = List.copyOf(rules);
    }

    @Override
    public List<LineTax> taxes(Question question) {
        return question.lines().stream().map(line -> tax(question, line)).toList();
    }

    private LineTax tax(Question question, Line line) {
        TaxParty seller = question.seller();
        TaxParty buyer = question.buyer();
        String home = seller.country();
        if (home == null || (seller.vatId() == null && seller.rates().isEmpty())) {
            return LineTax.NONE;
        }
        if (buyer.exemption() != null) {
            return LineTax.without(TaxCategory.EXEMPT, buyer.exemption());
        }
        String there = buyer.country() == null ? home : buyer.country();
        if (there.equals(home)) {
            return charged(question, line, home, home);
        }
        if (!UNION.contains(home)) {
            return LineTax.without(TaxCategory.EXPORT, "Supplied outside of " + home);
        }
        if (!UNION.contains(there)) {
            return LineTax.without(TaxCategory.EXPORT, "Not subject to VAT: supplied outside of the European Union");
        }
        if (buyer.vatId() != null && VatId.isOf(buyer.vatId(), there)) {
            return LineTax.without(TaxCategory.REVERSE_CHARGE, "Reverse charge");
        }
        return charged(question, line, there, home);
    }

    private LineTax charged(Question question, Line line, String there, String home) {
        List<TaxRate> table = rate(there, line.taxCode(), question.on())
                .or(() -> rate(home, line.taxCode(), question.on()))
                .map(List::of)
                .orElse(question.seller().rates());
        return LineTax.at(LineTax.choose(line.rates(), question.buyer().rates(), table));
    }

    /// The rule for the code before the country's general one; of two, the one that began later.
    public Optional<TaxRate> rate(String country, @Nullable String taxCode, LocalDate on) {
        return rules.stream()
                .filter(rule -> rule.country().equals(country) && rule.validOn(on))
                .filter(rule -> rule.taxCode() == null || rule.taxCode().equals(taxCode))
                .max(Comparator.comparing((TaxRule rule) -> rule.taxCode() != null)
                        .thenComparing(TaxRule::validFrom))
                .map(TaxRule::rate);
    }
}
