package io.tallygate.portal.deadletter;

/// The letter was counted or given up before.
public final class SettledAlready extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SettledAlready() {
        super("It has been counted or given up already.");
    }
}
