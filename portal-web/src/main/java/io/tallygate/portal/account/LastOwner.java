package io.tallygate.portal.account;

import java.util.List;

/// The last owner who has signed in was to be removed or to become something else: nobody could manage the place after
/// that.
public final class LastOwner extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LastOwner() {
        super("Nobody else owns this. Make another member an owner first, who has signed in.");
    }

    /// The rule that tenants and consumers share.
    /// @param leaving  whether the owner who leaves has signed in
    /// @param staying  of each other owner whether they have
    public static void refuse(boolean leaving, List<Boolean> staying) {
        if (is(leaving, staying)) {
            throw new LastOwner();
        }
    }

    /// Whether [#refuse] would, for pages that offer only what can be.
    public static boolean is(boolean leaving, List<Boolean> staying) {
        return staying.stream().noneMatch(signedIn -> signedIn || !leaving);
    }
}
