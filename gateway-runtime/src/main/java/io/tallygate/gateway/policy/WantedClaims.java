package io.tallygate.gateway.policy;

import java.util.Set;
import java.util.TreeSet;

/// Claims that policies of one route look at: who checks tokens keeps these of each, and no others. Filled while the
/// route is read, and not changed any more when its first call comes.
public final class WantedClaims {
    private final Set<String> names = new TreeSet<>();
    private boolean checked;

    public void want(String name) {
        names.add(name);
    }

    /// To be asked when a call is there, not before the route is complete.
    public Set<String> names() {
        return names;
    }

    /// A policy of the route checks tokens.
    public void areChecked() {
        checked = true;
    }

    /// @throws IllegalArgumentException  when a claim is wanted that nobody has checked: a client could write anything
    public void complete() {
        if (!names.isEmpty() && !checked) {
            throw new IllegalArgumentException(
                    "the claim " + names.iterator().next() + " is looked at, and no policy of the route checks tokens");
        }
    }
}
