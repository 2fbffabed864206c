package io.tallygate.gateway.counter;

/// What one instance asks the group's store about one count, and what it is answered. Says what is, not what changed:
/// asking twice, or again after an answer was lost, does no harm.
public final class Claim {
    /// Of the count, in the group's store.
    public final String name;

    public long ordinal;
    public long used;
    public long want;
    public long units;

    /// Whether the instance would like its equal part of what is left although it does not want so much now.
    public boolean keepsShare;

    /// How long what an instance said holds when it says nothing more.
    public long holdMillis;

    public long keepMillis;

    /// The answer: what may be used up beyond [#used].
    public long lease;

    /// The answer: what the others use up or may.
    public long others;

    /// The answer: what the others have used up.
    public long othersUsed;

    Claim(String name) {
        this.name = name;
    }

    Claim nothing(long ordinal) {
        this.ordinal = ordinal;
        used = 0;
        want = 0;
        keepsShare = false;
        return this;
    }
}
