package io.tallygate.portal.routing.web;

import io.tallygate.portal.frame.Form;
import io.tallygate.portal.input.WrongInput;
import java.util.List;

/// Says what was refused at the field where it stands, or the nearest.
final class Refused {
    private Refused() {}

    /// @param own  the pointer of what the form is about
    static void into(Form form, List<Field> fields, WrongInput refused, String own) {
        for (WrongInput.Member member : refused.members()) {
            String inside = member.pointer().startsWith(own) ? member.pointer().substring(own.length()) : null;
            form.refuse(inside == null ? null : SchemaForm.nearest(fields, inside), member.reason());
        }
    }
}
