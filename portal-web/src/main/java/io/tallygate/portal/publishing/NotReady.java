package io.tallygate.portal.publishing;

/// The API cannot be published as it is; the message says what is missing.
public final class NotReady extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotReady(String reason) {
        super(reason);
    }
}
