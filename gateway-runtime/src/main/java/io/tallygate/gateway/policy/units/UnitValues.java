package io.tallygate.gateway.policy.units;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tallygate.metering.recording.UnitAmount;
import io.tallygate.metering.recording.UsageDraft;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Amounts that a body tells of one call.
final class UnitValues {
    private static final Pattern PLAIN = Pattern.compile("[0-9.]{1,64}");
    /// Of a number with an exponent; what is longer is none that could be kept.
    private static final int LONGEST = 64;

    private final UsageDraft usage;
    private final Places places;
    private final List<byte[]> said;
    private final UnitFaults faults;
    private final UnitAmount amount = new UnitAmount();
    private final Set<Places.Node> told = new HashSet<>();

    /// @param said  units that headers have told already: that stays
    UnitValues(UsageDraft usage, Places places, List<byte[]> said, UnitFaults faults) {
        this.usage = usage;
        this.places = places;
        this.said = said;
        this.faults = faults;
    }

    /// @param text  of a number, or of a text that should be one
    void tell(Places.Node at, String text, boolean isNumber) {
        told.add(at);
        boolean right = isRight(text, isNumber);
        for (byte[] unit : at.units()) {
            if (!right) {
                faults.malformed(unit);
            } else if (said.stream().noneMatch(each -> Arrays.equals(each, unit))) {
                usage.unit(unit, amount);
            }
        }
    }

    private boolean isRight(String text, boolean isNumber) {
        if (PLAIN.matcher(text).matches()) {
            byte[] octets = text.getBytes(US_ASCII);
            return amount.read(octets, 0, octets.length);
        }
        if (!isNumber || text.length() > LONGEST) {
            return false;
        }
        try {
            return amount.set(new BigDecimal(text)); // 1e3 is a number of JSON as well
        } catch (NumberFormatException none) {
            return false;
        }
    }

    /// Something else is where an amount should be.
    void wrong(Places.Node at) {
        told.add(at);
        at.units().forEach(faults::malformed);
    }

    /// Whether every place has been found.
    boolean isComplete() {
        return told.size() >= places.count();
    }
}
