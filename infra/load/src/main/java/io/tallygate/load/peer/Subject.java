package io.tallygate.load.peer;

import java.io.IOException;

/// Something that carries calls to the upstream.
public interface Subject {
    String name();

    /// Whether it needs long to warm up, and has a heap to look at.
    boolean isJava();

    /// Whether a call needs a key that is known.
    boolean looksKeysUp();

    Launch launch(Site site) throws IOException;
}
