package io.tallygate.portal.signup;

import io.tallygate.portal.identity.ProviderAway;
import io.tallygate.portal.identity.ProviderWatch;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.mail.Mails;
import io.tallygate.portal.secret.Secret;
import io.tallygate.portal.signup.store.Registrations;
import io.tallygate.portal.signup.store.Registrations.Made;
import io.tallygate.portal.signup.store.Registrations.Waiting;
import io.tallygate.portal.tasks.RecurringTask;
import io.tallygate.portal.tasks.TaskLimits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes to whoever asked for an account: to an address that nobody has yet, the link with which it is proven; to one
/// that somebody has, that they have it. While Keycloak is away, they wait.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class AnswerRegistrations implements RecurringTask {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerRegistrations.class);

    /// Between our clock and Keycloak's.
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    @Inject
    private Registrations registrations;

    @Inject
    private Newcomers newcomers;

    @Inject
    private ProviderWatch watch;

    @Inject
    private Mails mails;

    @Inject
    private MetricRegistry metrics;

    @Inject
    private Clock clock;

    @Override
    public String name() {
        return "answer-registrations";
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(1);
    }

    @Override
    public void run() {
        for (Waiting request : registrations.due(RegistrationLimits.BATCH)) {
            if (!watch.isThere()) {
                return;
            }
            try {
                answer(request);
                registrations.answered(request.id());
            } catch (ProviderAway | WrongInput no) {
                putOff(request, no);
            }
        }
    }

    /// One that nobody can answer holds up nobody else.
    private void putOff(Waiting request, Exception no) {
        if (request.askedAt().plus(RegistrationLimits.GIVEN_UP_AFTER).isBefore(clock.instant())) {
            metrics.counter("registrations_given_up").inc();
            LOG.warn("Registration {} is given up: {}", request.id(), no.getMessage());
            registrations.answered(request.id());
        } else {
            LOG.info("Registration {} is answered later: {}", request.id(), no.getMessage());
            registrations.later(request.id(), TaskLimits.retry(request.attempts() + 1));
        }
    }

    private void answer(Waiting request) throws ProviderAway {
        String hash = Secret.sha256(request.email());
        Newcomers.Account known = newcomers.find(request.email()).orElse(null);
        if (known == null) {
            registrations.making(hash);
            switch (newcomers.make(request.email(), request.language())) {
                case Newcomers.Making.Done(String subject) -> sendLink(request, hash, subject);
                case Newcomers.Making.Taken() -> {
                    registrations.forget(hash);
                    sayKnown(request);
                }
                case Newcomers.Making.Refused() -> {
                    registrations.forget(hash);
                    metrics.counter("registrations_refused").inc();
                    LOG.info("Registration {}: the provider takes its address for none", request.id());
                }
            }
        } else if (isToBeProven(known, registrations.made(hash).orElse(null))) {
            sendLink(request, hash, known.subject());
        } else {
            sayKnown(request);
        }
    }

    /// Made by an earlier request, perhaps one that was cut off, and not used yet.
    private static boolean isToBeProven(Newcomers.Account account, @Nullable Made made) {
        if (made == null || !account.unfinished()) {
            return false;
        }
        return made.subject() == null
                ? !account.proven() && account.madeAt().isAfter(made.madeAt().minus(CLOCKS))
                : made.subject().equals(account.subject());
    }

    private void sendLink(Waiting request, String hash, String subject) throws ProviderAway {
        registrations.sent(hash, subject);
        newcomers.sendLink(subject, request.back());
    }

    private void sayKnown(Waiting request) {
        mails.queueForNobody(
                request.email(),
                Locale.of(request.language()),
                "mail.registration.known",
                newcomers.signIn(request.back()));
    }
}
