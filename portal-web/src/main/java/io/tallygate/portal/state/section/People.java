package io.tallygate.portal.state.section;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.Reason;
import io.tallygate.portal.state.Found;
import io.tallygate.portal.state.Wanted;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// What members of a tenant and of a consumer have in common in a document.
final class People {
    static final Reason NEEDS_SCOPE = because("To change who belongs here a token needs the scope members:write.");

    private People() {}

    static JsonObject told(boolean signedIn) {
        return Json.createObjectBuilder().add("signedIn", signedIn).build();
    }

    /// An address is whose it is for ever: another one is another person.
    static String email(Wanted wanted, @Nullable Found before, InputCheck check) {
        String email = check.email(wanted.pointer() + "/email", wanted.key());
        if (before != null && !before.key().equals(email)) {
            check.refuse(
                    wanted.pointer() + "/email",
                    because("This is the member {0}: leave out the id to add somebody else.", before.key()));
        }
        return email;
    }
}
