package io.tallygate.portal.identity;

import io.tallygate.portal.identity.store.FollowUps;
import io.tallygate.portal.tasks.RecurringTask;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whoever was disabled at the provider loses the portal and their personal tokens. The provider says nothing of its
/// own
/// when somebody is disabled or deleted (it does when their sessions are ended), so it is asked every few seconds.
/// While
/// it is away nothing changes: nobody is shut out because a question was not answered.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class ShutOutPeople implements RecurringTask {
    private static final Logger LOG = LoggerFactory.getLogger(ShutOutPeople.class);
    private static final int PAGE = 200;

    /// Disabled people that are known; more are counted in the log and wait for an operator to delete some.
    static final int MOST = 10_000;

    /// A deleted person is in no list: so many of those who are signed in are looked up in each run.
    private static final int LOOKED_UP = 20;

    private static final int NOT_FOUND = 404;

    @Inject
    private RealmAdministration realm;

    @Inject
    private FollowUps followUps;

    @Inject
    private PersonSessions sessions;

    @Override
    public String name() {
        return "shut-out-people";
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(10);
    }

    @Override
    public void run() throws ProviderAway {
        Set<String> disabled = disabled();
        Set<String> known = followUps.shutOut();
        for (String subject : disabled) {
            if (!known.contains(subject)) {
                shutOut(subject);
            }
        }
        for (String subject : followUps.someSignedIn(LOOKED_UP)) {
            if (!disabled.contains(subject) && isDeleted(subject)) {
                shutOut(subject);
            }
        }
        for (String subject : known) {
            if (!disabled.contains(subject) && !isDeleted(subject)) {
                followUps.letIn(subject);
            }
        }
    }

    private void shutOut(String subject) {
        followUps.shutOut(subject);
        sessions.endAll(subject, PersonSessions.Ending.DISABLED);
    }

    private boolean isDeleted(String subject) throws ProviderAway {
        return realm.get("/users/" + subject).status() == NOT_FOUND;
    }

    private Set<String> disabled() throws ProviderAway {
        Set<String> subjects = new HashSet<>();
        List<JsonObject> page;
        do {
            RealmAdministration.Answer answer = realm.get(
                    "/users?enabled=false&briefRepresentation=true&first=" + subjects.size() + "&max=" + PAGE);
            if (!answer.isGood()) {
                throw new ProviderAway("disabled people are not listed: " + answer.status());
            }
            page = answer.array().stream().map(JsonValue::asJsonObject).toList();
            page.forEach(user -> subjects.add(user.getString("id")));
        } while (page.size() == PAGE && subjects.size() < MOST);
        if (subjects.size() >= MOST) {
            LOG.warn(
                    "More than {} people are disabled at the provider; the others' sessions end with their time", MOST);
        }
        return subjects;
    }
}
