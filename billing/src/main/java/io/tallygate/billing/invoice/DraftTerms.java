package io.tallygate.billing.invoice;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a draft becomes a document by, besides its lines.
/// @param legalEntity  that sells; null: the tenant itself, which has named none
/// @param series       before the year in the document's number; empty: the year alone
/// @param paymentDays  from the day of issue to the last day to pay in time
/// @param reviewHours  that a draft waits before it is issued; 0: it does not
/// @param coupons      what redeemed coupons took, to be noted when it is issued
/// @param notes        credit that it uses up, to be noted when it is issued
public record DraftTerms(
        @Nullable UUID legalEntity,
        String series,
        int paymentDays,
        int reviewHours,
        Sums sums,
        List<CouponTaken> coupons,
        List<NoteUsed> notes) {
    /// Of a seller that says nothing.
    public static final int USUAL_PAYMENT_DAYS = 14;

    public DraftTerms {
        coupons = List.copyOf(coupons);
        notes = List.copyOf(notes);
    }

    /// @param redemption  whose coupon it is
    public record CouponTaken(UUID redemption, io.tallygate.billing.coupon.CouponUse use) {}

    /// @param note  the credit note's id
    public record NoteUsed(UUID note, io.tallygate.billing.money.Money amount) {}

    static DraftTerms plain(Sums sums) {
        return new DraftTerms(null, "", USUAL_PAYMENT_DAYS, 0, sums, List.of(), List.of());
    }
}
