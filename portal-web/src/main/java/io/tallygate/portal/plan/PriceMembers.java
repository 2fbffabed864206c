package io.tallygate.portal.plan;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.billing.catalog.Price;
import io.tallygate.portal.api.Members;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A price of any model as it is written: its model and what that needs. Every member there is is looked at,
/// whatever the model, so that a wrong one is never passed over.
final class PriceMembers {
    private static final long MOST_FREE = 1_000_000_000_000L;

    private final Members members;
    private final @Nullable BigDecimal amount;
    private final @Nullable BigDecimal unitAmount;
    private final @Nullable BigDecimal packageSize;
    private final @Nullable BigDecimal packageAmount;
    private final @Nullable BigDecimal ratePercent;
    private final @Nullable BigDecimal fixedAmount;
    private final @Nullable Long freeTransactions;
    private final @Nullable BigDecimal freeValue;
    private final @Nullable BigDecimal least;
    private final @Nullable BigDecimal most;
    private final @Nullable BigDecimal multiplier;
    private final List<Tier> tiers = new ArrayList<>();

    private record Tier(
            Members members,
            @Nullable BigDecimal upTo,
            @Nullable BigDecimal unitAmount,
            @Nullable BigDecimal ratePercent,
            @Nullable BigDecimal flatAmount) {}

    private PriceMembers(Members members) {
        this.members = members;
        amount = optional("amount");
        unitAmount = optional("unitAmount");
        packageSize = optional("packageSize");
        packageAmount = optional("packageAmount");
        ratePercent = optional("ratePercent");
        fixedAmount = optional("fixedAmount");
        freeTransactions = members.has("freeTransactions") ? members.whole("freeTransactions", 0, MOST_FREE) : null;
        freeValue = optional("freeValue");
        least = optional("perTransactionMinimum");
        most = optional("perTransactionMaximum");
        multiplier = optional("multiplier");
        for (Members tier : members.optionalObjects("tiers")) {
            tiers.add(new Tier(
                    tier,
                    TermsMembers.optional(tier, "upTo"),
                    TermsMembers.optional(tier, "unitAmount"),
                    TermsMembers.optional(tier, "ratePercent"),
                    TermsMembers.optional(tier, "flatAmount")));
        }
    }

    /// @return  null when it is wrong, which is noted
    static @Nullable Price read(Members members) {
        return new PriceMembers(members).price();
    }

    private @Nullable Price price() {
        return switch (members.text("model")) {
            case Price.Flat.MODEL -> made("amount", () -> new Price.Flat(required("amount", amount)));
            case Price.PerUnit.MODEL -> made("unitAmount", () -> new Price.PerUnit(required("unitAmount", unitAmount)));
            case Price.Graduated.MODEL -> made("tiers", () -> new Price.Graduated(tiers()));
            case Price.Volume.MODEL -> made("tiers", () -> new Price.Volume(tiers()));
            case Price.Package.MODEL ->
                made(
                        "packageSize",
                        () -> new Price.Package(
                                required("packageSize", packageSize), required("packageAmount", packageAmount)));
            case Price.Percentage.MODEL ->
                made(
                        "ratePercent",
                        () -> new Price.Percentage(
                                required("ratePercent", ratePercent),
                                fixedAmount == null ? BigDecimal.ZERO : fixedAmount,
                                freeTransactions,
                                freeValue,
                                least,
                                most));
            case Price.GraduatedPercentage.MODEL -> made("tiers", () -> new Price.GraduatedPercentage(percentTiers()));
            case Price.Dynamic.MODEL -> made("multiplier", () -> new Price.Dynamic(required("multiplier", multiplier)));
            case "" -> null; // missing, and that is noted
            default -> {
                members.refuse("model", because("Must be a price model, such as per-unit or graduated."));
                yield null;
            }
        };
    }

    private List<Price.Tier> tiers() {
        return tiers.stream()
                .map(tier -> new Price.Tier(tier.upTo(), tier.unitAmount(), tier.flatAmount()))
                .toList();
    }

    private List<Price.PercentTier> percentTiers() {
        return tiers.stream()
                .map(tier -> new Price.PercentTier(
                        tier.upTo(), required(tier.members(), "ratePercent", tier.ratePercent()), tier.flatAmount()))
                .toList();
    }

    private @Nullable BigDecimal optional(String member) {
        return TermsMembers.optional(members, member);
    }

    private BigDecimal required(String member, @Nullable BigDecimal value) {
        return required(members, member, value);
    }

    /// One where it is missing, which is noted: nothing that is made of it is used.
    private static BigDecimal required(Members at, String member, @Nullable BigDecimal value) {
        if (value == null) {
            at.refuse(member, because("Is required."));
            return BigDecimal.ONE;
        }
        return value;
    }

    private @Nullable Price made(String member, Supplier<Price> making) {
        return TermsMembers.made(members, member, making);
    }
}
