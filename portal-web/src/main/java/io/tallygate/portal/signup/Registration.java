package io.tallygate.portal.signup;

import io.tallygate.portal.signup.store.Registrations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.microprofile.metrics.MetricRegistry;

/// Somebody asks for an account. Nothing here depends on whether the address is known to anybody: it is noted, and
/// [AnswerRegistrations] writes to it in the background, so no answer tells, and neither does its time.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Registration {
    private static final Duration COME_AGAIN = Duration.ofMinutes(5);

    @Inject
    private SignUpCounts counts;

    @Inject
    private Registrations registrations;

    @Inject
    private MetricRegistry metrics;

    /// @param email     an address, as typed
    /// @param origin    the network address that the request came from
    /// @param language  of the message
    /// @param back      the page of this portal where they were headed
    /// @throws TooManySignUps  after too many from one network address, or when too many wait
    public void ask(String email, String origin, Locale language, String back) {
        String address = email.strip().toLowerCase(Locale.ROOT);
        counts.take(SignUpLimit.REGISTRATIONS_FROM_AN_ADDRESS, origin);
        try {
            counts.take(SignUpLimit.REGISTRATIONS_OF_A_MAIL_ADDRESS, address);
        } catch (TooManySignUps enough) {
            return; // whoever owns the mailbox has the messages; whoever asks learns nothing of it
        }
        boolean noted = registrations.add(
                address,
                language.getLanguage().equals("de") ? "de" : "en",
                back.length() > RegistrationLimits.LONGEST_BACK ? "/" : back,
                RegistrationLimits.MOST_WAITING);
        if (!noted) {
            metrics.counter("registrations_waiting_limit_reached").inc();
            throw new TooManySignUps(SignUpLimit.REGISTRATIONS_FROM_AN_ADDRESS, COME_AGAIN);
        }
    }
}
