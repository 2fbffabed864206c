package io.tallygate.portal.audit;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who acts.
/// @param subject  the identity provider's name for a person, `operator`, or `system:` and the task's name
/// @param display  what people know them by: an address or a name; may be empty
/// @param token    the personal access token that was shown; null for a session, an access token of the identity
///                 provider and the product itself
public record Actor(
        Kind kind, String subject, String display, @Nullable UUID token) {
    /// Nobody has said who they are.
    public static final Actor NOBODY = new Actor(Kind.NOBODY, "", "", null);

    /// What an actor is.
    public enum Kind {
        PERSON,
        OPERATOR,
        SYSTEM,
        NOBODY;

        /// As the database and the control API spell it.
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Actor person(String subject, String display, @Nullable UUID token) {
        return new Actor(Kind.PERSON, subject, display, token);
    }

    public static Actor operator(@Nullable UUID token) {
        return new Actor(Kind.OPERATOR, "operator", "", token);
    }

    /// The product itself.
    /// @param task  kebab case, for example `billing-run`
    public static Actor system(String task) {
        return new Actor(Kind.SYSTEM, "system:" + task, "", null);
    }
}
