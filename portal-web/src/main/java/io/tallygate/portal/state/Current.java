package io.tallygate.portal.state;

import io.tallygate.portal.secret.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// Everything that a tenant has, as it is now.
final class Current {
    private final List<Found> objects;
    private final Map<UUID, Found> byId = new HashMap<>();

    /// @param objects  in the order of kinds, each oldest first
    Current(List<Found> objects) {
        this.objects = List.copyOf(objects);
        objects.forEach(one -> byId.put(one.id(), one));
    }

    List<Found> objects() {
        return objects;
    }

    /// By which an object is selected: its own, or those of what it stands inside of.
    Map<String, String> labelsOf(Found object) {
        Found holder = object;
        while (!holder.kind().labelled() && holder.parent() != null) {
            Found parent = byId.get(holder.parent());
            if (parent == null) {
                throw new IllegalStateException("a %s without its parent".formatted(holder.kind()));
            }
            holder = parent;
        }
        return holder.labels();
    }

    /// Changes with everything that a dump tells, as an entity tag.
    String tag() {
        var text = new StringBuilder();
        for (Found one : objects) {
            text.append(one.kind())
                    .append(' ')
                    .append(one.id())
                    .append(' ')
                    .append(one.parent())
                    .append(' ')
                    .append(one.hidden())
                    .append(one.members())
                    .append(one.readOnly())
                    .append(new TreeMap<>(one.labels()))
                    .append('\n');
        }
        return '"' + Secret.sha256(text.toString()).substring(0, 24) + '"';
    }
}
