package io.tallygate.portal.plan.web;

import io.tallygate.billing.catalog.Commitment;
import io.tallygate.billing.catalog.Phase;
import io.tallygate.billing.catalog.PlanTerms;
import io.tallygate.billing.catalog.Price;
import io.tallygate.billing.catalog.Quota;
import io.tallygate.billing.catalog.RateCard;
import io.tallygate.billing.catalog.RateLimit;
import io.tallygate.billing.catalog.Spend;
import io.tallygate.billing.money.Rounding;
import io.tallygate.billing.period.Cadence;
import io.tallygate.portal.frame.Form;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The terms of a plan in the console's form: rate cards of any model, each with the fields that its model
/// needs, and what holds for the plan as a whole. Cards and tiers are added and taken away by the server, one
/// submit each, so that the form needs no script. Further phases and add-ons are not in it; those that are
/// there stay.
public final class TermsForm {
    static final List<String> MODELS = List.of(
            Price.PerUnit.MODEL,
            Price.Flat.MODEL,
            Price.Graduated.MODEL,
            Price.Volume.MODEL,
            Price.Package.MODEL,
            Price.Percentage.MODEL,
            Price.GraduatedPercentage.MODEL,
            Price.Dynamic.MODEL);
    private static final int MOST_CARDS = 20;
    private static final int MOST_TIERS = 20;
    private static final int FIRST_TIERS = 3;
    private static final BigDecimal HIGHEST = new BigDecimal("1000000000");
    private static final long MOST_CALLS = 1_000_000_000_000_000L;
    private static final int MOST_RATE = 1_000_000_000;
    private static final Pattern PLACES = Pattern.compile("[0-9]{1,3}(,[0-9]{1,3})*");
    private static final String TRIAL = "trial";

    private final Form form;
    private final Currency currency;

    TermsForm(Form form, Currency currency) {
        this.form = form;
        this.currency = currency;
    }

    /// A card as the page shows it.
    /// @param prefix  of its fields' names
    /// @param tiers   the numbers of its rows, from 0; none where its model has no tiers
    public record Card(int at, String prefix, String model, List<Integer> tiers) {
        public boolean tiered() {
            return !tiers.isEmpty();
        }
    }

    List<Card> cards() {
        return places().stream()
                .map(at -> {
                    CardFields fields = new CardFields(form, at);
                    return new Card(
                            at,
                            CardFields.prefix(at),
                            fields.model(),
                            IntStream.range(0, fields.tiers()).boxed().toList());
                })
                .toList();
    }

    private List<Integer> places() {
        String places = form.value("cards");
        return PLACES.matcher(places).matches()
                ? Stream.of(places.split(",", -1))
                        .map(Integer::valueOf)
                        .distinct()
                        .limit(MOST_CARDS)
                        .toList()
                : List.of();
    }

    /// @param action  what a button of the form stands for: `add`, `tier-3`, `remove-3`
    /// @return        false when it is none of these
    boolean changed(String action) {
        List<Integer> places = new ArrayList<>(places());
        if (action.equals("add")) {
            if (places.size() < MOST_CARDS) {
                int at = places.stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
                add(at, form.value("add"));
                places.add(at);
            }
        } else if (action.matches("tier-[0-9]{1,3}")) {
            int at = Integer.parseInt(action.substring("tier-".length()));
            int rows = new CardFields(form, at).tiers();
            form.with(CardFields.prefix(at) + "tiers", Math.min(MOST_TIERS, rows + 1));
        } else if (action.matches("remove-[0-9]{1,3}")) {
            places.remove(Integer.valueOf(action.substring("remove-".length())));
        } else {
            return false;
        }
        show(places);
        return true;
    }

    private void add(int at, String model) {
        String known = MODELS.contains(model) ? model : Price.PerUnit.MODEL;
        form.with(CardFields.prefix(at) + "model", known);
        form.with(CardFields.prefix(at) + "tiers", hasTiers(known) ? FIRST_TIERS : 0);
    }

    private static boolean hasTiers(String model) {
        return Set.of(Price.Graduated.MODEL, Price.Volume.MODEL, Price.GraduatedPercentage.MODEL)
                .contains(model);
    }

    private void show(List<Integer> places) {
        form.with("cards", String.join(",", places.stream().map(String::valueOf).toList()));
    }

    /// Puts terms into the form.
    void show(PlanTerms terms) {
        List<RateCard> cards = terms.cards().stream()
                .filter(card -> card.price() != null)
                .limit(MOST_CARDS)
                .toList();
        for (int at = 0; at < cards.size(); at++) {
            new CardFields(form, at).show(cards.get(at));
        }
        show(IntStream.range(0, cards.size()).boxed().toList());
        Quota quota = terms.quota();
        RateLimit rate = terms.rateLimit();
        Commitment commitment = terms.commitment();
        form.with("quota", quota == null ? null : quota.calls());
        form.with("rateCalls", rate == null ? null : rate.calls());
        form.with("rateSeconds", rate == null ? null : rate.seconds());
        form.with("minimum", plain(terms.spend().minimum()));
        form.with("maximum", plain(terms.spend().maximum()));
        form.with("commitment", commitment == null ? null : plain(commitment.amount()));
        terms.phases().stream()
                .filter(TermsForm::isTrialOfDays)
                .findFirst()
                .ifPresent(trial -> form.with("trialDays", trial.lasts().count()));
    }

    private static boolean isTrialOfDays(Phase phase) {
        return phase.key().equals(TRIAL)
                && phase.isFree()
                && phase.cards() == null
                && phase.lasts().unit() == Cadence.Unit.DAY;
    }

    private static @Nullable String plain(@Nullable BigDecimal value) {
        return value == null ? null : value.toPlainString();
    }

    /// @param before  terms of which what the form does not show stays; null: a new plan
    /// @return        null when something is wrong; the form says what
    @Nullable
    PlanTerms read(@Nullable PlanTerms before) {
        int decimals = Rounding.digits(currency);
        List<RateCard> cards = readCards(before, decimals);
        BigDecimal minimum = optional("minimum", decimals);
        BigDecimal maximum = optional("maximum", decimals);
        BigDecimal commitment = optional("commitment", decimals);
        Long quota = form.wholeNumber("quota", 1, MOST_CALLS);
        Long calls = form.wholeNumber("rateCalls", 1, MOST_RATE);
        Long seconds = form.wholeNumber("rateSeconds", 1, RateLimit.MAX_SECONDS);
        Long trialDays = form.wholeNumber("trialDays", 1, 365);
        if (minimum != null && maximum != null && minimum.compareTo(maximum) > 0) {
            form.reject("minimum", "plan.card.minimum.above");
        }
        if (form.wrong()) {
            return null;
        }
        return new PlanTerms(
                currency,
                cards,
                quota == null ? null : new Quota(quota),
                calls == null ? null : new RateLimit(calls.intValue(), seconds == null ? 1 : seconds.intValue()),
                new Spend(minimum, maximum),
                commitment == null || commitment.signum() == 0
                        ? null
                        : new Commitment(
                                commitment,
                                before == null || before.commitment() == null
                                        ? Cadence.YEARLY
                                        : before.commitment().term()),
                phases(before, trialDays),
                before == null ? List.of() : before.addOns());
    }

    private static List<Phase> phases(@Nullable PlanTerms before, @Nullable Long trialDays) {
        List<Phase> phases = new ArrayList<>();
        if (trialDays != null) {
            phases.add(Phase.trial(new Cadence(trialDays.intValue(), Cadence.Unit.DAY)));
        }
        if (before != null) {
            before.phases().stream().filter(phase -> !isTrialOfDays(phase)).forEach(phases::add);
        }
        return phases;
    }

    private List<RateCard> readCards(@Nullable PlanTerms before, int decimals) {
        List<RateCard> cards = new ArrayList<>();
        if (before != null) {
            before.cards().stream().filter(card -> card.price() == null).forEach(cards::add);
        }
        Set<String> keys = new HashSet<>(cards.stream().map(RateCard::key).toList());
        for (int at : places()) {
            String known = form.value(CardFields.prefix(at) + "key");
            String key = free(keys, known.isEmpty() ? form.value(CardFields.prefix(at) + "name") : known);
            RateCard card = new CardFields(form, at)
                    .read(key, before == null ? null : before.card(known).orElse(null), decimals);
            keys.add(key);
            if (card != null) {
                cards.add(card);
            }
        }
        if (places().isEmpty()) {
            form.reject("add", "plan.card.none");
        }
        return cards;
    }

    /// A key made of the name, which no card has yet.
    private static String free(Set<String> taken, String name) {
        String plain = Normalizer.normalize(name.replace("ß", "ss"), Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        String key = plain.isEmpty()
                ? "card"
                : plain.substring(0, Math.min(plain.length(), 55)).replaceAll("-$", "");
        String wanted = key;
        for (int number = 2; taken.contains(wanted); number++) {
            wanted = key + "-" + number;
        }
        return wanted;
    }

    private @Nullable BigDecimal optional(String field, int decimals) {
        return form.value(field).isBlank() ? null : form.decimal(field, decimals, HIGHEST);
    }
}
