package io.tallygate.portal.webhook;

import io.tallygate.portal.audit.Change;
import io.tallygate.portal.audit.Change.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What receivers are told of, and which change of which thing it is. Further types may come: a receiver passes over
/// what it does not know.
public enum EventType {
    TENANT_CHANGED(Subject.TENANT, Operation.CHANGED, "name legalName address country timeZone accent tagline"),
    MEMBER_JOINED(Subject.MEMBER, Operation.CREATED),
    MEMBER_CHANGED(Subject.MEMBER, Operation.CHANGED, "role"),
    MEMBER_LEFT(Subject.MEMBER, Operation.DELETED),
    API_CREATED(Subject.API, Operation.CREATED),
    API_CHANGED(Subject.API, Operation.CHANGED, "slug name description"),
    API_DELETED(Subject.API, Operation.DELETED),
    /// In one environment, for the first time or in another version.
    API_PUBLISHED(Subject.DEPLOYMENT, Operation.CREATED),
    API_REPLACED(Subject.DEPLOYMENT, Operation.CHANGED, "versionId"),
    API_UNPUBLISHED(Subject.DEPLOYMENT, Operation.DELETED),
    PRODUCT_CREATED(Subject.PRODUCT, Operation.CREATED),
    PRODUCT_CHANGED(Subject.PRODUCT, Operation.CHANGED, "slug name description apiIds"),
    PRODUCT_DELETED(Subject.PRODUCT, Operation.DELETED),
    PLAN_CREATED(Subject.PLAN, Operation.CREATED),
    PLAN_CHANGED(Subject.PLAN, Operation.CHANGED, "slug name description"),
    PLAN_DELETED(Subject.PLAN, Operation.DELETED),
    CONSUMER_CREATED(Subject.CONSUMER, Operation.CREATED),
    CONSUMER_CHANGED(Subject.CONSUMER, Operation.CHANGED, "name legalName address country timeZone"),
    CONSUMER_DELETED(Subject.CONSUMER, Operation.DELETED),
    CONSUMER_MEMBER_JOINED(Subject.CONSUMER_MEMBER, Operation.CREATED),
    CONSUMER_MEMBER_CHANGED(Subject.CONSUMER_MEMBER, Operation.CHANGED, "role"),
    CONSUMER_MEMBER_LEFT(Subject.CONSUMER_MEMBER, Operation.DELETED),
    APPLICATION_CREATED(Subject.APPLICATION, Operation.CREATED),
    APPLICATION_CHANGED(Subject.APPLICATION, Operation.CHANGED, "name description"),
    APPLICATION_DELETED(Subject.APPLICATION, Operation.DELETED),
    CREDENTIAL_ISSUED(Subject.CREDENTIAL, Operation.CREATED),
    CREDENTIAL_REVOKED(Subject.CREDENTIAL, Operation.CHANGED, "revokedAt"),
    CREDENTIAL_DELETED(Subject.CREDENTIAL, Operation.DELETED),
    SUBSCRIPTION_CREATED(Subject.SUBSCRIPTION, Operation.CREATED),
    SUBSCRIPTION_ENDED(Subject.SUBSCRIPTION, Operation.CHANGED, "status"),
    INVOICE_ISSUED(Subject.INVOICE, Operation.CREATED);

    /// Sent when a person tries a webhook out; chosen by nobody.
    public static final String PING = "webhook.ping";

    /// What an event is about, and what of it is told. Names are those of the entity; on the wire `consumerId` is
    /// `consumer` and `apiIds` is `apis`.
    enum Subject {
        TENANT("tenant", "slug name legalName country timeZone currency"),
        MEMBER("member", "email name role createdAt"),
        API("api", "slug name description basePath status createdAt publishedAt"),
        DEPLOYMENT("api-deployment", "apiId environment versionId deployedAt"),
        PRODUCT("product", "slug name description apiIds createdAt"),
        PLAN("plan", "productId slug name description createdAt"),
        CONSUMER("consumer", "name legalName country timeZone createdAt"),
        CONSUMER_MEMBER("consumer-member", "consumerId email name role createdAt"),
        APPLICATION("application", "consumerId name description createdAt"),
        CREDENTIAL("credential", "applicationId consumerId name environment last4 createdAt expiresAt revokedAt"),
        SUBSCRIPTION(
                "subscription",
                "consumerId applicationId productId planVersionId environment status startsAt endsAt createdAt"),
        INVOICE(
                "invoice",
                "series number issuedOn issuedAt consumerId periodFrom periodTo timeZone currency total lineCount");

        private final String kind;
        private final List<String> members;

        Subject(String kind, String members) {
            this.kind = kind;
            this.members = List.of(members.split(" "));
        }

        /// As the audit log has it.
        String kind() {
            return kind;
        }

        List<String> members() {
            return members;
        }
    }

    private static final String STATUS = "status";
    private static final String PUBLISHED = "published";

    private final Subject subject;
    private final Operation operation;
    private final Set<String> moved;

    EventType(Subject subject, Operation operation) {
        this(subject, operation, "");
    }

    /// @param moved  a change is told of when it is one of these
    EventType(Subject subject, Operation operation, String moved) {
        this.subject = subject;
        this.operation = operation;
        this.moved = moved.isEmpty() ? Set.of() : Set.of(moved.split(" "));
    }

    Subject subject() {
        return subject;
    }

    /// Which of the things' values make the change what it is; none when it is new or gone.
    List<String> moved(Change change) {
        return operation == Operation.CHANGED
                ? change.after().keySet().stream().filter(moved::contains).toList()
                : List.of();
    }

    /// What `data` holds besides `id`, as on the wire.
    public List<String> members() {
        return subject.members.stream().map(EventBody::wireName).toList();
    }

    /// The resource that `sequence` counts for.
    public String resource() {
        return subject == Subject.DEPLOYMENT ? Subject.API.kind : subject.kind;
    }

    /// `consumer-member.joined`: the last word is what happened.
    public String wireName() {
        int last = name().lastIndexOf('_');
        return (name().substring(0, last) + "." + name().substring(last + 1))
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }

    public static Optional<EventType> of(String wireName) {
        return Stream.of(values())
                .filter(type -> type.wireName().equals(wireName))
                .findFirst();
    }

    /// What a change is to be told as; one change may be several.
    static List<EventType> of(Change change) {
        return Stream.of(values())
                .filter(type -> type.is(change) || type.isLive(change))
                .toList();
    }

    private boolean is(Change change) {
        return subject.kind.equals(change.kind())
                && operation == change.operation()
                && (operation != Operation.CHANGED || !moved(change).isEmpty());
    }

    /// Where an API answers in live is the API itself, and no deployment of its own.
    private boolean isLive(Change change) {
        if (subject != Subject.DEPLOYMENT || !change.kind().equals(Subject.API.kind)) {
            return false;
        }
        Object before = change.before().get(STATUS);
        Object after = change.after().get(STATUS);
        return switch (operation) {
            case CREATED -> PUBLISHED.equals(after);
            case DELETED -> PUBLISHED.equals(before) && !PUBLISHED.equals(after);
            case CHANGED ->
                change.operation() == Operation.CHANGED
                        && after == null
                        && !moved(change).isEmpty();
        };
    }

    /// All values of the thing, once they are known, as this type tells them.
    /// @return  empty when there is nothing to tell: a draft's version is nobody's business
    Optional<Map<String, @Nullable Object>> told(Change change, Map<String, @Nullable Object> values) {
        if (!isLive(change)) {
            return Optional.of(values);
        }
        if (operation == Operation.CHANGED && !PUBLISHED.equals(values.get(STATUS))) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> live = new HashMap<>();
        live.put("apiId", UUID.fromString(change.id()));
        live.put("environment", "live");
        live.put("versionId", values.get("versionId"));
        live.put("deployedAt", values.get("publishedAt"));
        return Optional.of(live);
    }
}
