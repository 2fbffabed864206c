package io.tallygate.portal.invitation;

/// An invitation went out so often that whoever asked is to think again.
public final class SentOften extends RuntimeException {
    private static final long serialVersionUID = 1;

    SentOften(int times) {
        super("It was sent %d times; revoke it and make another.".formatted(times));
    }
}
