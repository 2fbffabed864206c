package io.tallygate.gateway.counter;

/// That a limit is one for the whole group.
/// @param whenLost  what happens while the store that the group counts in is away
public record Sharing(WhenLost whenLost) {
    /// A decision of who sets the limit.
    public enum WhenLost {
        /// Each instance lets its share pass: the limit by the number of instances that were there last.
        SHARE,
        /// No call passes.
        REFUSE
    }

    public static final Sharing SHARE = new Sharing(WhenLost.SHARE);
    public static final Sharing REFUSE = new Sharing(WhenLost.REFUSE);
}
