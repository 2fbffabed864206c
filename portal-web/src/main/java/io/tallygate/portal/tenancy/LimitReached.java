package io.tallygate.portal.tenancy;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.portal.input.WrongInput;

/// The tenant has as much as it may have.
public final class LimitReached extends WrongInput {
    private static final long serialVersionUID = 1L;

    private final Limit limit;

    LimitReached(Limit limit, long allowed) {
        super("", because("The limit {0} of this tenant is reached: {1}.", limit.wireName(), allowed));
        this.limit = limit;
    }

    public Limit limit() {
        return limit;
    }
}
