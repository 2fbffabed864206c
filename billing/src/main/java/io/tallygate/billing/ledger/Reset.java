package io.tallygate.billing.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// The end of a usage period: of each grant its rollover stays, usage counts from nothing.
/// @param at               a whole minute
/// @param preserveOverage  what no grant covered is taken from what stays; else it is forgiven
public record Reset(Instant at, boolean preserveOverage) {
    public Reset {
        at = at.truncatedTo(ChronoUnit.MINUTES);
    }

    /// Resets in the order in which they were asked for.
    /// @throws ResetRefused  for one before the last, or in the same minute
    public static List<Reset> inOrder(List<Reset> resets) {
        List<Reset> taken = new ArrayList<>();
        for (Reset reset : resets) {
            if (!taken.isEmpty()) {
                Instant last = taken.getLast().at();
                if (reset.at().isBefore(last)) {
                    throw new ResetRefused(ResetRefused.Reason.BEFORE_LAST_RESET, last);
                }
                if (reset.at().equals(last)) {
                    throw new ResetRefused(ResetRefused.Reason.SAME_MINUTE_AS_LAST_RESET, last);
                }
            }
            taken.add(reset);
        }
        return List.copyOf(taken);
    }
}
