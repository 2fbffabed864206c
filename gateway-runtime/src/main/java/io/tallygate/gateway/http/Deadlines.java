package io.tallygate.gateway.http;

import java.util.ArrayList;
import java.util.List;

/// All waits of one event loop that must end. One sweep looks at every connection some times a second, instead of a
/// timer made and cancelled for each call; a deadline is met [#RESOLUTION_MILLIS] late at most, and never early.
/// Used on its loop only.
public final class Deadlines {
    public static final int RESOLUTION_MILLIS = 50;

    private final List<Deadline> all = new ArrayList<>();
    private long sweptNanos = System.nanoTime();

    /// One connection's deadline: set and cleared at no cost.
    public static final class Deadline {
        private final Runnable passed;
        private long atNanos;
        private boolean set;
        /// The wait begins when the next sweep sees it: [#atNanos] is how long it is until then.
        private boolean begins;
        private int index = -1;

        private Deadline(Runnable passed) {
            this.passed = passed;
        }

        /// @param nowNanos  of [System#nanoTime]
        public void set(long nowNanos, long waitNanos) {
            atNanos = nowNanos + waitNanos;
            set = true;
            begins = false;
        }

        /// The same from now on, without asking the clock; up to another [#RESOLUTION_MILLIS] later.
        public void start(long waitNanos) {
            atNanos = waitNanos;
            set = true;
            begins = true;
        }

        public void clear() {
            set = false;
        }
    }

    /// @param passed  run once when the deadline is not cleared in time; it is clear then
    public Deadline add(Runnable passed) {
        Deadline deadline = new Deadline(passed);
        deadline.index = all.size();
        all.add(deadline);
        return deadline;
    }

    public void remove(Deadline deadline) {
        if (deadline.index >= 0) {
            Deadline last = all.removeLast();
            if (last != deadline) {
                all.set(deadline.index, last);
                last.index = deadline.index;
            }
            deadline.index = -1;
            deadline.set = false;
        }
    }

    /// When all were looked at last, of [System#nanoTime]: a moment that has passed, but not long ago.
    public long sweptNanos() {
        return sweptNanos;
    }

    public void sweep(long nowNanos) {
        sweptNanos = nowNanos;
        for (int i = all.size() - 1; i >= 0; i--) { // backwards: what is removed on the way is replaced from behind
            Deadline deadline = i < all.size() ? all.get(i) : null;
            if (deadline != null && deadline.begins) {
                deadline.begins = false;
                deadline.atNanos += nowNanos;
            }
            if (deadline != null && deadline.set && deadline.atNanos - nowNanos <= 0) {
                deadline.set = false;
                deadline.passed.run();
            }
        }
    }
}
