package io.tallygate.portal.api.openapi;

/// A resource's method, or a shape, from which no part of the document can be made. The message is a sentence for
/// whoever wrote the method.
public final class NotDescribed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotDescribed(String sentence) {
        super(sentence);
    }
}
