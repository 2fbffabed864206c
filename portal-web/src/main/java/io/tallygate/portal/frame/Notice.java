package io.tallygate.portal.frame;

import java.io.Serializable;

/// A sentence shown once, on the page that follows an action.
/// @param tone  `good`, `warn` or `bad`
public record Notice(String tone, String text) implements Serializable {
    private static final long serialVersionUID = 1L;
}
