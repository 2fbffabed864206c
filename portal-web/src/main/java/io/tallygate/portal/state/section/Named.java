package io.tallygate.portal.state.section;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.state.Found;
import io.tallygate.portal.state.Wanted;

/// How what is sold is called, checked; what the document leaves out stays as it was.
/// @param slug  what the document calls it by
record Named(String slug, String name, String description) {
    private static final String SLUG = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_DESCRIPTION = 4000;

    static Named of(Wanted wanted, InputCheck check) {
        Found before = wanted.match();
        String at = wanted.pointer();
        String slug = wanted.key();
        if (!slug.matches(SLUG)) {
            check.refuse(at + "/slug", because("1 to 63 small letters, digits and hyphens, none of these at an end."));
        }
        String name = before == null ? slug : before.members().getString("name");
        String description = before == null ? "" : before.members().getString("description");
        return new Named(
                slug,
                check.required(at + "/name", Given.text(wanted, "name", name), LONGEST_NAME),
                check.optional(
                        at + "/description", Given.text(wanted, "description", description), LONGEST_DESCRIPTION));
    }
}
