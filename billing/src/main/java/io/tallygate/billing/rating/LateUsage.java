package io.tallygate.billing.rating;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What changed since something was billed, step by step: usage that came late belongs to the part of the
/// period in which it was used, and a price that it changed is taken back and charged anew.
public final class LateUsage {
    private LateUsage() {}

    private record Key(PriceStep.Kind kind, @Nullable Integer tier, BigDecimal unitAmount) {}

    /// The steps that lead from what was billed to what is right now. Steps of one kind, tier and unit amount
    /// are one; what is the same on both sides is left out, what was billed comes first.
    public static List<PriceStep> difference(List<PriceStep> now, List<PriceStep> billed) {
        Map<Key, PriceStep> rest = new LinkedHashMap<>();
        billed.forEach(step -> rest.merge(key(step), negated(step), LateUsage::sum));
        now.forEach(step -> rest.merge(key(step), step, LateUsage::sum));
        List<PriceStep> steps = new ArrayList<>();
        rest.values().stream()
                .filter(step -> step.quantity().signum() != 0
                        || step.amount().signum() != 0
                        || step.percentOff().signum() != 0
                        || step.aboveMaximum().signum() != 0)
                .forEach(steps::add);
        return steps;
    }

    private static Key key(PriceStep step) {
        boolean once = step.kind() == PriceStep.Kind.MINIMUM || step.kind() == PriceStep.Kind.COMMITMENT;
        return new Key(
                step.kind(),
                step.tier(),
                once ? BigDecimal.ZERO : step.unitAmount().stripTrailingZeros());
    }

    private static PriceStep negated(PriceStep step) {
        return new PriceStep(
                step.kind(),
                step.tier(),
                step.from(),
                step.to(),
                step.quantity().negate(),
                step.unitAmount(),
                step.amount().negate(),
                step.percentOff().negate(),
                step.aboveMaximum().negate());
    }

    private static PriceStep sum(PriceStep a, PriceStep b) {
        return new PriceStep(
                a.kind(),
                a.tier(),
                a.from().min(b.from()),
                a.to().max(b.to()),
                a.quantity().add(b.quantity()),
                b.unitAmount(),
                a.amount().add(b.amount()),
                a.percentOff().add(b.percentOff()),
                a.aboveMaximum().add(b.aboveMaximum()));
    }
}
