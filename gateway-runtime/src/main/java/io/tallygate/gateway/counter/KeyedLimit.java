package io.tallygate.gateway.counter;

/// A limit, ready to be asked for the count of a key.
public record KeyedLimit(CountTable table, Allowance allowance) {
    public Count of(CountKey key) {
        return table.of(key, allowance);
    }
}
