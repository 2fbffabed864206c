package io.tallygate.cli.identity;

/// The sign-in did not happen, or it has ended; in words for the person.
public final class NotSignedIn extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotSignedIn(String why) {
        super(why);
    }
}
