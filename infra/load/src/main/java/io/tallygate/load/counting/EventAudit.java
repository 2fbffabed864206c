package io.tallygate.load.counting;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.BitSet;

/// Compares the store with what the [Tellers] know of their events.
/// @param lost        acknowledged and not counted
/// @param duplicated  counted more often than once
/// @param phantom     counted and never told
/// @param counted     each once
/// @param sumsThatDiffer  of a tenant's units, as a meter would sum them
record EventAudit(long lost, long duplicated, long phantom, long counted, long sumsThatDiffer) {
    static EventAudit of(Tellers tellers, Store store) throws IOException, InterruptedException {
        long lost = 0;
        long duplicated = 0;
        long phantom = 0;
        long counted = 0;
        long differing = 0;
        for (Tellers.Teller teller : tellers.all()) {
            BitSet seen = new BitSet();
            BigDecimal units = BigDecimal.ZERO;
            String rows = store.text("SELECT id, count() FROM metered_event FINAL WHERE source = '" + teller.source()
                    + "' GROUP BY id FORMAT TabSeparated");
            for (String row : rows.lines().toList()) {
                int number = Integer.parseInt(row.substring(0, row.indexOf('\t')));
                long times = Long.parseLong(row.substring(row.indexOf('\t') + 1));
                duplicated += times - 1;
                phantom += number >= teller.told() ? 1 : 0;
                seen.set(number);
                units = units.add(BigDecimal.valueOf(Tellers.millionths(number), 6));
            }
            counted += seen.cardinality();
            BitSet missing = (BitSet) teller.acknowledged().clone();
            missing.andNot(seen);
            lost += missing.cardinality();
            String sum = store.text("SELECT toString(sum(toDecimal128(JSONExtractString(data, 'units'), 6)))"
                            + " FROM metered_event FINAL WHERE tenant = '" + Offer.tenant(teller.tenant) + "'")
                    .strip();
            if (new BigDecimal(sum).compareTo(units) != 0) {
                differing++;
                System.err.println("units of tenant " + teller.tenant + ": " + sum + " counted, " + units + " told");
            }
        }
        return new EventAudit(lost, duplicated, phantom, counted, differing);
    }
}
