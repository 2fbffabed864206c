package io.tallygate.load.life;

/// How much of a drill.
public enum Form {
    SHORT,
    FULL;

    public int of(int small, int large) {
        return this == FULL ? large : small;
    }
}
