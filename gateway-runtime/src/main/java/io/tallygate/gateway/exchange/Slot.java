package io.tallygate.gateway.exchange;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A place in every [Exchange] for what one policy notes of its call. One per policy class, made once.
public final class Slot<V> {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final int number = NUMBERS.getAndIncrement();
    private final Class<V> type;

    public Slot(Class<V> type) {
        this.type = type;
    }

    int number() {
        return number;
    }

    @Nullable
    V cast(@Nullable Object value) {
        return type.cast(value);
    }
}
