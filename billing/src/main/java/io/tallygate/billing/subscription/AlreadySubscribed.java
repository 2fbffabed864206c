package io.tallygate.billing.subscription;

/// The application already has (or, for a back-dated start, at that time still had) a subscription to
/// this product.
public final class AlreadySubscribed extends RuntimeException {
    public AlreadySubscribed(String message) {
        super(message);
    }

    AlreadySubscribed(String message, Throwable cause) {
        super(message, cause);
    }
}
