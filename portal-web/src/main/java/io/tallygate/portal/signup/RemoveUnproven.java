package io.tallygate.portal.signup;

import io.tallygate.portal.identity.ProviderAway;
import io.tallygate.portal.signup.store.Registrations;
import io.tallygate.portal.signup.store.Registrations.Made;
import io.tallygate.portal.tasks.RecurringTask;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes accounts that registration made and that nobody proved in time. One that somebody proved is theirs from then
/// on, and one that registration did not make was never ours to remove.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class RemoveUnproven implements RecurringTask {
    private static final Logger LOG = LoggerFactory.getLogger(RemoveUnproven.class);

    @Inject
    private Registrations registrations;

    @Inject
    private Newcomers newcomers;

    @Inject
    private Clock clock;

    @Override
    public String name() {
        return "remove-unproven-people";
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(10);
    }

    @Override
    public void run() throws ProviderAway {
        for (Made made : registrations.sentBefore(
                clock.instant().minus(RegistrationLimits.PROVEN_WITHIN), RegistrationLimits.BATCH)) {
            String subject = made.subject();
            Optional<Newcomers.Account> account = subject == null ? Optional.empty() : newcomers.ofSubject(subject);
            if (account.isPresent() && !account.get().proven()) {
                newcomers.remove(account.get().subject());
                LOG.info(
                        "Account {} was never proven and is removed",
                        account.get().subject());
            }
            registrations.forget(made.emailSha256());
        }
    }
}
