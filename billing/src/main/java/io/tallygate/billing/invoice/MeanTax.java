package io.tallygate.billing.invoice;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/// The rate that a whole document bears on average.
final class MeanTax {
    private static final int DECIMALS = 5;

    private MeanTax() {}

    static BigDecimal percent(List<Composition.Line> lines) {
        BigDecimal net = BigDecimal.ZERO;
        BigDecimal weighted = BigDecimal.ZERO;
        for (Composition.Line line : lines) {
            net = net.add(line.net());
            weighted = weighted.add(line.net().multiply(line.charge().tax().percent()));
        }
        return net.signum() == 0 ? BigDecimal.ZERO : weighted.divide(net, DECIMALS, RoundingMode.HALF_UP);
    }
}
