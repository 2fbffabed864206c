package io.tallygate.metering.recording;

/// Where blocks go. A wall: the journal and the shipper know nothing of what is behind it.
public interface UsageStore {
    /// Stores the block, or finds that it is there already. Returning is the acknowledgement: the block survives
    /// whatever happens to this process or the store's. A block may be offered again after any failure, also long
    /// after.
    /// @throws StoreUnavailable  nothing was acknowledged; the same block may succeed later
    /// @throws StoreRefused      nothing was acknowledged, and the store says it is the block's fault
    void store(UsageBlock block) throws StoreUnavailable, StoreRefused;

    /// Notes how far an instance is complete. May be lost: the next one says more.
    void report(Watermark watermark) throws StoreUnavailable, StoreRefused;

    /// Notes that an instance will not come back, so that nothing waits for it: as if it had stopped with an empty
    /// journal. Should it be there after all, its next report says so.
    default void gone(String instance) throws StoreUnavailable, StoreRefused {}

    /// The store did not answer, or answered that it cannot now.
    final class StoreUnavailable extends Exception {
        private final boolean reached;

        public StoreUnavailable(String message, Throwable cause) {
            this(message, cause, true);
        }

        /// @param reached  false: nobody was there to ask
        public StoreUnavailable(String message, Throwable cause, boolean reached) {
            super(message, cause);
            this.reached = reached;
        }

        public boolean wasReached() {
            return reached;
        }
    }

    /// The store understood and says no.
    final class StoreRefused extends Exception {
        public StoreRefused(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
