package io.tallygate.portal.state.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/// The labels of a tenant's objects. The caller's transaction is the tenant's.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the field is injected by the container
public class Labels {
    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// By object, each in the order of its names; an object without any is left out.
    public Map<UUID, Map<String, String>> all() {
        Map<UUID, Map<String, String>> all = new HashMap<>();
        entities.createQuery("from ObjectLabel l", ObjectLabel.class)
                .getResultStream()
                .forEach(label -> all.computeIfAbsent(label.objectId(), id -> new TreeMap<>())
                        .put(label.name(), label.value()));
        return all;
    }

    /// The object carries these from now on and no others. What stays is not written again.
    /// @param kind  as the table spells it
    public void replace(String kind, UUID object, Map<String, String> labels) {
        List<ObjectLabel> carried = entities.createQuery(
                        "from ObjectLabel l where l.kind = :kind and l.objectId = :object", ObjectLabel.class)
                .setParameter("kind", kind)
                .setParameter("object", object)
                .getResultList();
        Set<String> kept = new HashSet<>();
        for (ObjectLabel label : carried) {
            String value = labels.get(label.name());
            if (value == null) {
                entities.remove(label);
            } else {
                kept.add(label.name());
                label.become(value);
            }
        }
        add(kind, object, labels, kept);
    }

    /// For an object that was just made.
    public void begin(String kind, UUID object, Map<String, String> labels) {
        add(kind, object, labels, Set.of());
    }

    private void add(String kind, UUID object, Map<String, String> labels, Set<String> but) {
        labels.forEach((name, value) -> {
            if (!but.contains(name)) {
                entities.persist(new ObjectLabel(kind, object, name, value));
            }
        });
    }
}
