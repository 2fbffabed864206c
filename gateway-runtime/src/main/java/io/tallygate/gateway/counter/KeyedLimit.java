package io.tallygate.gateway.counter;

/// A limit, ready to be asked for the count of a key.
public record KeyedLimit(CountTable table, Allowance allowance) {
    public Count of(CountKey key) {
        return table.of(key, allowance);
    }

    /// Whether that count, which [#of] gave for a key, is still the key's: who keeps one asks before each use.
    public boolean isCurrent(Count known) {
        if (known.gone || known.allowance() != allowance) {
            return false;
        }
        if (!known.touched) {
            known.touched = true;
        }
        return true;
    }
}
