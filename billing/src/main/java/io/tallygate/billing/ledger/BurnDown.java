package io.tallygate.billing.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Grants of units against metered usage, from the start of measuring to any instant. A pure function: the order in
/// which grants are given and in which usage arrived does not matter.
///
/// Time is cut into stretches at each instant at which something happens to a grant. Usage of a stretch burns the
/// grants
/// that are active in it; then, at the instant itself, and in this order: grants end, a reset cuts them to their
/// rollover, grants begin or are filled up again, and what no grant had covered is taken from them.
public final class BurnDown {
    private final Instant from;
    private final List<Grant> grants;
    private final List<Reset> resets;
    private final @Nullable Recurrence usagePeriod;
    private final Map<UUID, BigDecimal> left = new HashMap<>();
    private BigDecimal overage = BigDecimal.ZERO;
    private BigDecimal usageInPeriod = BigDecimal.ZERO;
    private BigDecimal usedFromGrants = BigDecimal.ZERO;

    private BurnDown(
            Instant from, List<Grant> grants, List<Reset> resets, @Nullable Recurrence usagePeriod, BurnOrder order) {
        this.from = from;
        this.grants = order.sorted(grants);
        this.resets = resets;
        this.usagePeriod = usagePeriod;
    }

    /// @param from         where measuring starts: usage before it does not count
    /// @param resets       as [Reset#inOrder] gave them
    /// @param usagePeriod  a reset at each of these instants as well; null: none
    /// @param askedAt      usage before it counts, usage at it does not; what happens to grants at it has happened
    public static GrantBalances at(
            Instant askedAt,
            Instant from,
            List<Grant> grants,
            List<Reset> resets,
            @Nullable Recurrence usagePeriod,
            BurnOrder order,
            StretchUsage usage) {
        return new BurnDown(from, grants, resets, usagePeriod, order).run(askedAt, usage);
    }

    private GrantBalances run(Instant askedAt, StretchUsage usage) {
        TreeMap<Instant, Reset> resetsAt = new TreeMap<>();
        if (usagePeriod != null) {
            usagePeriod.between(from, askedAt).forEach(at -> resetsAt.put(at, new Reset(at, false)));
        }
        resets.forEach(reset -> resetsAt.put(reset.at(), reset));
        Map<UUID, Set<Instant>> fills = new HashMap<>();
        TreeSet<Instant> cuts = new TreeSet<>(resetsAt.keySet());
        for (Grant grant : grants) {
            Instant begin = grant.effectiveAt().isBefore(from) ? from : grant.effectiveAt();
            Set<Instant> fill = new HashSet<>(Set.of(begin));
            Recurrence recurs = grant.recurs();
            if (recurs != null && begin.isBefore(askedAt)) {
                fill.addAll(recurs.between(begin, askedAt));
            }
            fills.put(grant.id(), fill);
            cuts.addAll(fill);
            Instant end = grant.activeTo();
            if (end != null) {
                cuts.add(end);
            }
        }
        cuts.add(from);
        Instant cursor = from;
        for (Instant cut : cuts.subSet(from, true, askedAt, true)) {
            burn(cursor, cut, usage);
            happen(cut, resetsAt.get(cut), fills);
            cursor = cut;
        }
        burn(cursor, askedAt, usage);
        BigDecimal balance = left.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        Map<UUID, BigDecimal> all = new HashMap<>();
        grants.forEach(grant -> all.put(grant.id(), left.getOrDefault(grant.id(), BigDecimal.ZERO)));
        return new GrantBalances(all, balance, overage, usageInPeriod, usedFromGrants);
    }

    private void burn(Instant begin, Instant end, StretchUsage usage) {
        if (begin.isBefore(end)) {
            BigDecimal used = usage.between(begin, end);
            usageInPeriod = usageInPeriod.add(used);
            overage = overage.add(used);
            coverOverage();
        }
    }

    private void happen(Instant at, @Nullable Reset reset, Map<UUID, Set<Instant>> fills) {
        for (Grant grant : grants) {
            if (left.containsKey(grant.id()) && !grant.isActiveAt(at)) {
                left.remove(grant.id());
            }
        }
        if (reset != null) {
            for (Grant grant : grants) {
                left.computeIfPresent(grant.id(), (id, rest) -> grant.rollover().of(rest));
            }
            usageInPeriod = BigDecimal.ZERO;
            usedFromGrants = BigDecimal.ZERO;
            if (!reset.preserveOverage()) {
                overage = BigDecimal.ZERO;
            }
        }
        for (Grant grant : grants) {
            if (grant.isActiveAt(at) && fills.getOrDefault(grant.id(), Set.of()).contains(at)) {
                left.put(grant.id(), grant.amount());
            }
        }
        coverOverage();
    }

    /// Usage may be negative (a correction): then there is less than nothing to cover, and the next usage is free
    /// until it is made up for.
    private void coverOverage() {
        for (Grant grant : grants) {
            if (overage.signum() <= 0) {
                return;
            }
            BigDecimal rest = left.get(grant.id());
            if (rest != null && rest.signum() > 0) {
                BigDecimal taken = rest.min(overage);
                left.put(grant.id(), rest.subtract(taken));
                overage = overage.subtract(taken);
                usedFromGrants = usedFromGrants.add(taken);
            }
        }
    }
}
