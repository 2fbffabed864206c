package io.tallygate.portal.identity;

/// The identity provider did not answer in time, or answered that it cannot.
public final class ProviderAway extends Exception {
    private static final long serialVersionUID = 1L;

    public ProviderAway(String what, Throwable why) {
        super(what, why);
    }

    public ProviderAway(String what) {
        super(what);
    }
}
