package io.tallygate.gateway.upstream;

/// Which targets one call has been sent to. Kept by who makes calls, and used again for the next.
public final class Choice {
    /// More than a call may be sent again.
    static final int MOST = 8;

    private final int[] tried = new int[MOST];
    private int count;

    public void clear() {
        count = 0;
    }

    boolean has(int target) {
        for (int i = 0; i < count; i++) {
            if (tried[i] == target) {
                return true;
            }
        }
        return false;
    }

    void add(int target) {
        if (count < MOST) {
            tried[count++] = target;
        }
    }
}
