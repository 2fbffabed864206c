package io.tallygate.portal.input;

import java.util.List;

/// Something was to be deleted that other things need.
public final class InUse extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param detail  names what stands in the way and what to do about it, in a sentence for a person
    public InUse(String detail) {
        super(detail);
    }

    /// @param names  at most a few of them
    /// @param all    how many there are
    public static String naming(List<String> names, long all) {
        String some = String.join(", ", names);
        return all > names.size() ? some + " and " + (all - names.size()) + " more" : some;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
