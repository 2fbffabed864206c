package io.tallygate.portal.signup;

/// The identity provider has not verified the person's e-mail address.
public final class UnverifiedAddress extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnverifiedAddress() {
        super("unverified address", null, false, false);
    }
}
