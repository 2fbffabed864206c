package io.tallygate.portal.application;

/// A key was to be rotated that gateways refuse already.
public final class NotActive extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotActive(String status) {
        super("The key is %s: issue a new one instead.".formatted(status));
    }
}
