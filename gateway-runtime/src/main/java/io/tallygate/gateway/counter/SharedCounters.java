package io.tallygate.gateway.counter;

import java.util.List;
import java.util.concurrent.CompletionStage;

/// The store that the instances of a group share counts through. It holds, of each count, what every instance uses up
/// or
/// may use up. Nothing here is asked while a call waits for its turn on an event loop.
public interface SharedCounters extends AutoCloseable {
    /// Writes down what this instance uses up of each, and grants it as much more as it wants and as nobody else holds;
    /// the answers stand in the claims when the stage completes.
    CompletionStage<Void> exchange(List<Claim> claims, int instances);

    /// Says that this instance is there.
    CompletionStage<Group> hello();

    /// @param instances  that were there in the last seconds
    /// @param millis     the store's clock, by which the group's windows go
    record Group(int instances, long millis) {}

    /// This instance leaves the group.
    @Override
    void close();
}
