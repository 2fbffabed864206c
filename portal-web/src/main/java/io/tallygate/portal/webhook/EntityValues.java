package io.tallygate.portal.webhook;

import io.tallygate.portal.audit.Change;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.hibernate.Hibernate;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/// All values of a thing that was changed, by its properties' names: a change has only those that differ, and an event
/// says more than that.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class EntityValues {
    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    private volatile Map<String, EntityPersister> byKind = Map.of();

    /// What it is now; of what is gone: what it was.
    Map<String, @Nullable Object> of(Change change) {
        return switch (change.operation()) {
            case CREATED -> change.after();
            case DELETED -> change.before();
            case CHANGED -> whole(change);
        };
    }

    private Map<String, @Nullable Object> whole(Change change) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        EntityPersister persister = persister(change.kind());
        if (persister != null) {
            Object entity = entities.find(persister.getMappedClass(), UUID.fromString(change.id()));
            if (entity != null) {
                Object[] values = persister.getValues(Hibernate.unproxy(entity));
                String[] names = persister.getPropertyNames();
                for (int at = 0; at < names.length; at++) {
                    all.put(names[at], values[at]);
                }
            }
        }
        all.putAll(change.after());
        return all;
    }

    private @Nullable EntityPersister persister(String kind) {
        Map<String, EntityPersister> known = byKind;
        if (known.isEmpty()) {
            Map<String, EntityPersister> found = new HashMap<>();
            entities.getEntityManagerFactory()
                    .unwrap(SessionFactoryImplementor.class)
                    .getMappingMetamodel()
                    .forEachEntityDescriptor(
                            persister -> found.put(Change.kindOf(persister.getMappedClass()), persister));
            known = Map.copyOf(found);
            byKind = known;
        }
        return known.get(kind);
    }
}
