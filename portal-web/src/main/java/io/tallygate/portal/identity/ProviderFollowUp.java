package io.tallygate.portal.identity;

import io.tallygate.portal.identity.store.FollowUps;
import io.tallygate.portal.tasks.RecurringTask;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the provider which of its sessions ended here, so that it does not let that browser in again without a
/// password.
/// Ours have ended already and do not wait for this: while the provider is away it is told later.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class ProviderFollowUp implements RecurringTask {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderFollowUp.class);

    /// Told in one run, of each kind.
    private static final int MOST = 200;

    private static final int GONE_ALREADY = 404;

    @Resource
    private ManagedExecutorService threads;

    @Inject
    private FollowUps followUps;

    @Inject
    private RealmAdministration realm;

    @Override
    public String name() {
        return "tell-ended-sessions";
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(30);
    }

    /// Now rather than at the next turn, without making anybody wait.
    public void soon() {
        threads.execute(() -> {
            try {
                run();
            } catch (ProviderAway later) {
                LOG.info("The provider is told later which sessions ended: {}", later.getMessage());
            }
        });
    }

    @Override
    public void run() throws ProviderAway {
        for (FollowUps.Leaving person : followUps.leaving(MOST)) {
            mustBeGone(realm.post("/users/" + person.subject() + "/logout", JsonValue.EMPTY_JSON_OBJECT));
            followUps.left(person);
        }
        for (FollowUps.Untold session : followUps.untold(MOST)) {
            mustBeGone(realm.delete("/sessions/" + session.providerSession()));
            followUps.told(session.id());
        }
    }

    private static void mustBeGone(RealmAdministration.Answer answer) throws ProviderAway {
        if (!answer.isGood() && answer.status() != GONE_ALREADY) {
            throw new ProviderAway("a session was not ended: " + answer.status());
        }
    }
}
