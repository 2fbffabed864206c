package io.tallygate.portal.state;

import java.util.List;
import java.util.Locale;

/// What a change brings about beyond the members that it names.
/// @param arguments  for the sentence, in its order
public record Effect(Name name, List<String> arguments) {
    public Effect {
        arguments = List.copyOf(arguments);
    }

    public static Effect of(Name name, Object... arguments) {
        return new Effect(name, List.of(arguments).stream().map(String::valueOf).toList());
    }

    /// The sentences in English, as the API says them; pages say them in the visitor's language.
    public enum Name {
        ROLE_CHANGED("May do what the new role says from the next request on."),
        MEMBER_REMOVED("Loses access at once, and their tokens end."),
        API_SERVED("Gateways serve it."),
        API_NO_LONGER_SERVED("Gateways stop serving it."),
        API_NEW_DOCUMENT("Goes on with the new document; the old one is kept."),
        API_DELETED("Gateways stop serving it; its documents are deleted, recorded usage stays."),
        METER_ARCHIVED("Counts nothing new; what it counted stays."),
        PLAN_NEW_VERSION("Puts version %s on sale; running subscriptions stay on the version that they have: %s."),
        PLAN_WITHDRAWN("Is sold no longer; running subscriptions stay on the version that they have: %s."),
        CONSUMER_DELETED("Its members lose their access."),
        APPLICATION_DELETED("Its keys are refused."),
        SUBSCRIBED("Gets the version that is on sale."),
        SUBSCRIPTION_MOVED("Is cancelled now and begins anew on the version that is on sale."),
        SUBSCRIPTION_CANCELLED("Is cancelled now; what was used until now is billed."),
        WEBHOOK_MADE("Signs with a secret that nobody has seen: give it another one, which is shown once."),
        WEBHOOK_DISABLED("Is told nothing more; what waits for it is given up."),
        WEBHOOK_DELETED("Is told nothing more; the log of its deliveries is deleted.");

        private final String english;

        Name(String english) {
            this.english = english;
        }

        /// In kebab case.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public String english() {
        return name.english.formatted(arguments.toArray());
    }
}
