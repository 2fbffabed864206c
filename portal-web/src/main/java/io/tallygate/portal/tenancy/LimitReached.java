package io.tallygate.portal.tenancy;

import io.tallygate.portal.input.WrongInput;

/// The tenant has as much as it may have.
public final class LimitReached extends WrongInput {
    private static final long serialVersionUID = 1L;

    private final Limit limit;

    LimitReached(Limit limit, long allowed) {
        super("", "The limit %s of this tenant is reached: %,d.".formatted(limit.wireName(), allowed));
        this.limit = limit;
    }

    public Limit limit() {
        return limit;
    }
}
