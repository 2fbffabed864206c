package io.tallygate.portal.audit.store;

import io.tallygate.portal.audit.Change;
import io.tallygate.portal.audit.Changes;
import io.tallygate.portal.audit.Unrecorded;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import jakarta.persistence.Version;
import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.hibernate.annotations.TenantId;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.PostDeleteEvent;
import org.hibernate.event.spi.PostDeleteEventListener;
import org.hibernate.event.spi.PostInsertEvent;
import org.hibernate.event.spi.PostInsertEventListener;
import org.hibernate.event.spi.PostUpdateEvent;
import org.hibernate.event.spi.PostUpdateEventListener;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/// Hears from Hibernate of every row that it writes, and notes it for the transaction's record. What goes by Hibernate
/// (SQL, a query that updates or deletes) is not heard of: whoever does that says so to
/// [io.tallygate.portal.audit.AuditTrail].
@ApplicationScoped
public class EntityChanges implements PostInsertEventListener, PostUpdateEventListener, PostDeleteEventListener {
    /// A net below [Unrecorded]: what is called so is a secret, whether or not somebody thought of saying it.
    private static final Pattern SECRET = Pattern.compile("(?i).*(secret|password|sha256).*");

    @SuppressWarnings("NullAway.Init") // injected by the container
    @PersistenceUnit(unitName = "portal")
    private EntityManagerFactory entities;

    private final Map<EntityPersister, Recorded> known = new ConcurrentHashMap<>();

    /// How much of a kind of entity is recorded, property by property.
    private enum Extent {
        VALUE,
        MARK,
        NOTHING
    }

    /// @param kind  kebab case; null when the audit log says nothing of it
    private record Recorded(@Nullable String kind, String[] names, Extent[] extents) {}

    /// Before anything that writes: the rooms' own starts come later.
    void start(@Observes @Priority(50) Startup event) {
        EventListenerRegistry listeners =
                entities.unwrap(SessionFactoryImplementor.class).getEventListenerRegistry();
        listeners.appendListeners(EventType.POST_INSERT, this);
        listeners.appendListeners(EventType.POST_UPDATE, this);
        listeners.appendListeners(EventType.POST_DELETE, this);
    }

    @Override
    public void onPostInsert(PostInsertEvent event) {
        Recorded recorded = recorded(event.getPersister());
        if (recorded.kind() != null) {
            note(
                    recorded.kind(),
                    event.getId(),
                    Change.Operation.CREATED,
                    Map.of(),
                    values(recorded, event.getState(), null));
        }
    }

    @Override
    public void onPostUpdate(PostUpdateEvent event) {
        Recorded recorded = recorded(event.getPersister());
        if (recorded.kind() == null) {
            return;
        }
        int[] dirty = event.getDirtyProperties();
        Object[] before = event.getOldState();
        if (before == null || dirty == null) {
            throw new IllegalStateException("a " + recorded.kind() + " was written that had not been read before");
        }
        Map<String, @Nullable Object> after = values(recorded, event.getState(), dirty);
        if (!after.isEmpty()) {
            note(recorded.kind(), event.getId(), Change.Operation.CHANGED, values(recorded, before, dirty), after);
        }
    }

    @Override
    public void onPostDelete(PostDeleteEvent event) {
        Recorded recorded = recorded(event.getPersister());
        if (recorded.kind() != null) {
            note(
                    recorded.kind(),
                    event.getId(),
                    Change.Operation.DELETED,
                    values(recorded, event.getDeletedState(), null),
                    Map.of());
        }
    }

    @Override
    public boolean requiresPostCommitHandling(EntityPersister persister) {
        return false;
    }

    private static void note(
            String kind,
            Object id,
            Change.Operation operation,
            Map<String, @Nullable Object> before,
            Map<String, @Nullable Object> after) {
        Changes.ofThisTransaction().add(new Change(kind, String.valueOf(id), operation, before, after));
    }

    /// @param which  positions of properties; null for all
    private static Map<String, @Nullable Object> values(
            Recorded recorded, @Nullable Object[] state, int @Nullable [] which) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        int count = which == null ? state.length : which.length;
        for (int at = 0; at < count; at++) {
            int property = which == null ? at : which[at];
            switch (recorded.extents()[property]) {
                case VALUE -> values.put(recorded.names()[property], state[property]);
                case MARK -> values.put(recorded.names()[property], Change.unrecorded());
                case NOTHING -> {}
            }
        }
        return values;
    }

    private Recorded recorded(EntityPersister persister) {
        return known.computeIfAbsent(persister, EntityChanges::look);
    }

    private static Recorded look(EntityPersister persister) {
        Class<?> entity = persister.getMappedClass();
        String[] names = persister.getPropertyNames();
        Extent[] extents = new Extent[names.length];
        for (int at = 0; at < names.length; at++) {
            extents[at] = extent(entity, names[at]);
        }
        return new Recorded(
                entity.isAnnotationPresent(Unrecorded.class) ? null : Change.kindOf(entity), names, extents);
    }

    private static Extent extent(Class<?> entity, String property) {
        Field field = field(entity, property);
        if (field != null && (field.isAnnotationPresent(TenantId.class) || field.isAnnotationPresent(Version.class))) {
            return Extent.NOTHING;
        }
        boolean secret =
                SECRET.matcher(property).matches() || (field != null && field.isAnnotationPresent(Unrecorded.class));
        return secret ? Extent.MARK : Extent.VALUE;
    }

    private static @Nullable Field field(Class<?> entity, String property) {
        try {
            return entity.getDeclaredField(property);
        } catch (NoSuchFieldException inherited) {
            Class<?> above = entity.getSuperclass();
            return above == null ? null : field(above, property);
        }
    }
}
