package io.tallygate.billing.run;

import java.util.function.Supplier;

/// Runs work in a transaction of its own inside the tenant; commits when it returns, rolls back when it
/// throws.
public interface Transactions {
    <T> T run(Supplier<T> work);
}
