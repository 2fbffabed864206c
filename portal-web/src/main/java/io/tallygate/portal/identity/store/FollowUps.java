package io.tallygate.portal.identity.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/// The tables around the register of sessions that only background work reads.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class FollowUps {
    @Inject
    private IdentityStatements statements;

    /// A session that ended here and not yet at the provider.
    public record Untold(UUID id, String providerSession) {}

    /// A person who is to be signed out at the provider.
    /// @param askedAt  tells whether it was asked again meanwhile
    public record Leaving(String subject, Instant askedAt) {}

    public List<Untold> untold(int most) {
        return statements.rows(
                "select id, provider_session from person_session where not provider_told and provider_session is not"
                        + " null order by id limit " + most,
                row -> new Untold(row.getObject(1, UUID.class), row.getString(2)));
    }

    public void told(UUID session) {
        statements.update("update person_session set provider_told = true where id = ?", session);
    }

    public List<Leaving> leaving(int most) {
        return statements.rows(
                "select subject, asked_at from person_to_sign_out order by asked_at limit " + most,
                row -> new Leaving(row.getString(1), row.getTimestamp(2).toInstant()));
    }

    public void left(Leaving person) {
        statements.update(
                "delete from person_to_sign_out where subject = ? and asked_at = ?",
                person.subject(),
                Timestamp.from(person.askedAt()));
    }

    public Set<String> shutOut() {
        return new TreeSet<>(statements.rows("select subject from shut_out_person", row -> row.getString(1)));
    }

    public void shutOut(String subject) {
        statements.update(
                "insert into shut_out_person (subject, since) values (?, now()) on conflict do nothing", subject);
    }

    public void letIn(String subject) {
        statements.update("delete from shut_out_person where subject = ?", subject);
    }

    /// Some of the people who are signed in, other ones each time.
    public List<String> someSignedIn(int most) {
        return statements.rows(
                "select subject from (select distinct subject from person_session where ended_at is null) live order by"
                        + " random() limit " + most,
                row -> row.getString(1));
    }

    /// Writes down what time alone has ended, and forgets what ended long ago.
    public void tidy(Instant idleSince, Instant begunBefore, Instant forgetBefore) {
        statements.update(
                "update person_session set ended_at = now(), ended_by = case when last_seen_at <= ? then 'idle' else"
                        + " 'age' end where ended_at is null and (last_seen_at <= ? or created_at <= ?)",
                Timestamp.from(idleSince),
                Timestamp.from(idleSince),
                Timestamp.from(begunBefore));
        statements.update("delete from person_session where ended_at < ?", Timestamp.from(forgetBefore));
        statements.update("delete from used_logout_token where expires_at < now()");
    }
}
