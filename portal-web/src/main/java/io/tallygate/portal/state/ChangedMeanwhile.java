package io.tallygate.portal.state;

/// Somebody changed the tenant while a document was applied to it. Nothing of the document was done; it may be applied
/// again.
public final class ChangedMeanwhile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ChangedMeanwhile(Throwable cause) {
        super(cause);
    }
}
