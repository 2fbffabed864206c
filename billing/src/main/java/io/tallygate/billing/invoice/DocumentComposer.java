package io.tallygate.billing.invoice;

import io.tallygate.billing.coupon.Coupon;
import io.tallygate.billing.coupon.CouponUse;
import io.tallygate.billing.coupon.Coupons;
import io.tallygate.billing.coupon.Redemption;
import io.tallygate.billing.legalentity.LegalEntities;
import io.tallygate.billing.legalentity.LegalEntity;
import io.tallygate.billing.legalentity.LegalEntity.LegalEntityTerms;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.tax.ConsumerTax;
import io.tallygate.billing.tax.LineTax;
import io.tallygate.billing.tax.TaxEngine;
import io.tallygate.billing.tax.TaxParty;
import io.tallygate.billing.tax.TaxRounding;
import io.tallygate.billing.tax.TaxSettings;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Makes a draft's lines into a document: who sells, which tax each line bears, what the consumer's coupons
/// take off
/// and
/// which credit it uses up. Reads only; what was taken is noted when the draft is issued. The caller owns the
/// transaction
/// and has set its tenant.
public final class DocumentComposer {
    private final LegalEntities entities;
    private final TaxSettings taxes;
    private final Coupons coupons;
    private final CreditNotes notes;
    private final Function<TaxSettings, TaxEngine> engine;

    public DocumentComposer(EntityManager store, Clock clock) {
        this(store, clock, TaxSettings::table);
    }

    /// @param engine  the provider that says which tax is owed
    public DocumentComposer(EntityManager store, Clock clock, Function<TaxSettings, TaxEngine> engine) {
        this.entities = new LegalEntities(store, clock);
        this.taxes = new TaxSettings(store, clock);
        this.coupons = new Coupons(store, clock);
        this.notes = new CreditNotes(store, clock);
        this.engine = engine;
    }

    /// @param draft  of lines alone
    public DraftInvoice compose(DraftInvoice draft) {
        ConsumerTax known = taxes.of(draft.consumer());
        Optional<LegalEntity> sells =
                Optional.ofNullable(known.legalEntity()).flatMap(entities::find).or(entities::usual);
        Seller seller = sells.map(entity -> seller(entity.terms())).orElse(draft.seller());
        Buyer buyer = draft.buyer();
        Buyer told = new Buyer(buyer.name(), buyer.address(), buyer.country(), buyer.language(), known.vatId());
        TaxRounding rounding = sells.map(entity -> entity.terms().rounding()).orElse(TaxRounding.PER_RATE);
        List<Charge> charges = charges(draft, seller, told, known);
        List<Redemption> redeemed = coupons.of(draft.consumer(), true, null, Coupons.MOST_RUNNING);
        List<CreditNotes.Available> credit = notes.available(draft.consumer(), draft.currency());
        Composition composed = Composing.compose(new Composing.Input(
                draft.currency(),
                charges,
                sells.map(entity -> entity.terms().taxIncluded()).orElse(false),
                rounding,
                redeemed.stream().map(redemption -> coupon(redemption, draft)).toList(),
                credit.stream()
                        .map(each -> new AvailableCredit(each.number(), each.left()))
                        .toList(),
                Money.zero(draft.currency())));
        DraftTerms terms = new DraftTerms(
                sells.map(LegalEntity::id).orElse(null),
                sells.map(entity -> entity.terms().series()).orElse(""),
                sells.map(entity -> entity.terms().paymentDays()).orElse(DraftTerms.USUAL_PAYMENT_DAYS),
                sells.map(LegalEntity::reviewHours).orElse(0),
                Sums.of(composed, rounding),
                taken(redeemed, composed.coupons()),
                used(credit, composed.credits()));
        return new DraftInvoice(
                draft.consumer(),
                seller,
                told,
                draft.period(),
                draft.timeZone(),
                draft.currency(),
                draft.lines(),
                terms);
    }

    private List<Charge> charges(DraftInvoice draft, Seller seller, Buyer buyer, ConsumerTax known) {
        List<TaxEngine.Line> asked = draft.lines().stream()
                .map(line -> new TaxEngine.Line(
                        line.taxCode(), List.of(), line.amount().amount()))
                .toList();
        LocalDate lastDay = LocalDate.ofInstant(draft.period().to().minusNanos(1), draft.timeZone());
        List<LineTax> answers = engine.apply(taxes)
                .taxes(new TaxEngine.Question(
                        TaxParty.in(seller.country(), seller.details().vatId()),
                        new TaxParty(buyer.country(), buyer.vatId(), known.exemption(), List.of()),
                        lastDay,
                        draft.currency(),
                        asked));
        List<Charge> charges = new ArrayList<>();
        for (int index = 0; index < draft.lines().size(); index++) {
            charges.add(Charge.of(
                    Integer.toString(index + 1), draft.lines().get(index).amount(), answers.get(index)));
        }
        return charges;
    }

    private static Seller seller(LegalEntityTerms terms) {
        return new Seller(
                terms.name(),
                terms.address(),
                terms.country(),
                new SellerDetails(terms.vatId(), terms.taxNumber(), terms.email(), terms.iban(), terms.bic()));
    }

    private static Coupon coupon(Redemption redemption, DraftInvoice draft) {
        var terms = redemption.coupon().terms();
        Set<String> cards = terms.onlyCards();
        Set<String> lines = null;
        if (cards != null) {
            lines = new HashSet<>();
            for (int index = 0; index < draft.lines().size(); index++) {
                if (cards.contains(draft.lines().get(index).card())) {
                    lines.add(Integer.toString(index + 1));
                }
            }
        }
        return new Coupon(terms.code(), terms.reduction(), redemption.lasting(), lines);
    }

    private static List<DraftTerms.CouponTaken> taken(List<Redemption> redeemed, List<CouponUse> uses) {
        List<DraftTerms.CouponTaken> taken = new ArrayList<>();
        for (int index = 0; index < redeemed.size(); index++) {
            if (uses.get(index).used()) {
                taken.add(new DraftTerms.CouponTaken(redeemed.get(index).id(), uses.get(index)));
            }
        }
        return taken;
    }

    private static List<DraftTerms.NoteUsed> used(
            List<CreditNotes.Available> credit, List<Composition.UsedCredit> used) {
        return used.stream()
                .map(each -> new DraftTerms.NoteUsed(
                        credit.stream()
                                .filter(note -> note.number().equals(each.note()))
                                .findFirst()
                                .orElseThrow()
                                .id(),
                        each.used()))
                .toList();
    }
}
