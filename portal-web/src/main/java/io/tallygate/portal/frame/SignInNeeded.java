package io.tallygate.portal.frame;

/// This page needs a person and nobody has signed in: the visitor is sent to sign in and comes back here.
public final class SignInNeeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SignInNeeded() {
        super("sign-in needed", null, false, false);
    }
}
