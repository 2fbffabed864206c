package io.tallygate.portal.identity.brokering;

/// The domain does not say what it would say if it were the tenant's, or nobody could be asked.
public final class ProofMissing extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean asked;

    /// @param asked  whether the domain's name servers answered at all
    ProofMissing(boolean asked) {
        super(asked ? "no such record" : "no answer");
        this.asked = asked;
    }

    public boolean asked() {
        return asked;
    }
}
