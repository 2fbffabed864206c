package io.tallygate.portal.identity.brokering;

/// Somebody else has proven the domain as well, and earlier.
public final class DomainTaken extends Exception {
    private static final long serialVersionUID = 1L;

    DomainTaken(String domain) {
        super(domain);
    }
}
