package io.tallygate.portal.plan;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.billing.catalog.AddOn;
import io.tallygate.billing.catalog.Commitment;
import io.tallygate.billing.catalog.Phase;
import io.tallygate.billing.catalog.PlanTerms;
import io.tallygate.billing.catalog.Quota;
import io.tallygate.billing.catalog.RateCard;
import io.tallygate.billing.catalog.RateLimit;
import io.tallygate.billing.catalog.Spend;
import io.tallygate.billing.period.Cadence;
import io.tallygate.portal.api.Members;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The terms of a plan as the API and the document of a tenant write them, checked member by member. What is
/// wrong is noted where it stands; what only the whole can tell, at the whole.
public final class TermsMembers {
    private static final int MOST_COUNT = 1000;

    private TermsMembers() {}

    /// @return  null when something is wrong, which is noted
    public static @Nullable PlanTerms read(
            Members terms, Currency currency, @Nullable Quota quota, @Nullable RateLimit rateLimit) {
        List<RateCard> cards = cards(terms, "rateCards");
        Spend spend = spend(terms);
        Commitment commitment = commitment(terms);
        List<Phase> phases = all(terms, "phases", TermsMembers::phase);
        List<AddOn> addOns = all(terms, "addOns", TermsMembers::addOn);
        if (cards == null || spend == null || phases == null || addOns == null) {
            return null;
        }
        if (terms.has("commitment") && commitment == null) {
            return null;
        }
        return made(
                terms,
                "rateCards",
                () -> new PlanTerms(currency, cards, quota, rateLimit, spend, commitment, phases, addOns));
    }

    private static @Nullable List<RateCard> cards(Members members, String member) {
        if (!members.has(member)) {
            members.refuse(member, because("Is required."));
            return null;
        }
        return all(members, member, RateCardMembers::read);
    }

    private interface Reading<T> {
        @Nullable
        T read(Members members);
    }

    /// @return  null when one of them is wrong
    private static <T> @Nullable List<T> all(Members members, String member, Reading<T> reading) {
        List<T> all = new ArrayList<>();
        boolean right = true;
        for (Members one : members.optionalObjects(member)) {
            T read = reading.read(one);
            right &= read != null;
            if (read != null) {
                all.add(read);
            }
        }
        return right ? all : null;
    }

    private static @Nullable Phase phase(Members members) {
        String key = members.text("key");
        String name = members.text("name");
        Cadence lasts = cadence(members, "lasts");
        BigDecimal off = optional(members, "percentOff");
        List<RateCard> cards = members.has("rateCards") ? cards(members, "rateCards") : null;
        if (lasts == null) {
            if (!members.has("lasts")) {
                members.refuse("lasts", because("Is required."));
            }
            return null;
        }
        return made(members, "key", () -> new Phase(key, name, lasts, off == null ? BigDecimal.ZERO : off, cards));
    }

    private static @Nullable AddOn addOn(Members members) {
        String key = members.text("key");
        String name = members.text("name");
        List<RateCard> cards = cards(members, "rateCards");
        int most = members.has("most") ? (int) members.whole("most", 1, AddOn.MOST) : 1;
        return cards == null ? null : made(members, "key", () -> new AddOn(key, name, cards, most));
    }

    private static @Nullable Commitment commitment(Members terms) {
        Members commitment = terms.optionalObject("commitment");
        if (commitment == null) {
            return null;
        }
        BigDecimal amount = commitment.decimal("amount");
        Cadence term = cadence(commitment, "term");
        Cadence usual = term == null ? Cadence.YEARLY : term;
        return made(commitment, "amount", () -> new Commitment(amount, usual));
    }

    static @Nullable Spend spend(Members members) {
        BigDecimal minimum = optional(members, "minimumSpend");
        BigDecimal maximum = optional(members, "maximumSpend");
        return made(members, "minimumSpend", () -> new Spend(minimum, maximum));
    }

    /// @return  null when it is missing or wrong
    static @Nullable Cadence cadence(Members members, String member) {
        Members cadence = members.optionalObject(member);
        if (cadence == null) {
            return null;
        }
        int count = cadence.has("count") ? (int) cadence.whole("count", 1, MOST_COUNT) : 1;
        String unit = cadence.text("unit");
        for (Cadence.Unit each : Cadence.Unit.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(unit)) {
                return new Cadence(count, each);
            }
        }
        cadence.refuse("unit", because("Must be day, week, month or year."));
        return null;
    }

    static @Nullable BigDecimal optional(Members members, String member) {
        return members.has(member) ? members.decimal(member) : null;
    }

    /// What the terms' own rules refuse is said where it was meant.
    static <T> @Nullable T made(Members members, String member, Supplier<T> making) {
        try {
            return making.get();
        } catch (IllegalArgumentException cannotBe) {
            members.refuse(member, because("Cannot be sold: {0}.", String.valueOf(cannotBe.getMessage())));
            return null;
        }
    }
}
