package io.tallygate.portal.audit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What became of one thing: its values before and after, where they differ.
/// @param kind    kebab case, for example `api-version`
/// @param before  empty for what is new
/// @param after   empty for what is gone
public record Change(
        String kind,
        String id,
        Operation operation,
        Map<String, @Nullable Object> before,
        Map<String, @Nullable Object> after) {
    /// Stands for a value that is recorded nowhere.
    static final Object UNRECORDED = new Object() {
        @Override
        public String toString() {
            return "(not recorded)";
        }
    };

    /// What was done to the thing.
    public enum Operation {
        CREATED,
        CHANGED,
        DELETED;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Change {
        before = Collections.unmodifiableMap(new LinkedHashMap<>(before));
        after = Collections.unmodifiableMap(new LinkedHashMap<>(after));
    }

    public static Change created(String kind, UUID id, Map<String, @Nullable Object> values) {
        return new Change(kind, id.toString(), Operation.CREATED, Map.of(), values);
    }

    /// @param before  of the values that differ
    public static Change changed(
            String kind, UUID id, Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
        return new Change(kind, id.toString(), Operation.CHANGED, before, after);
    }

    public static Change deleted(String kind, UUID id, Map<String, @Nullable Object> values) {
        return new Change(kind, id.toString(), Operation.DELETED, values, Map.of());
    }

    /// What a kind of entity is called: `ApiVersion` is `api-version`, `InvoiceLineRow` is `invoice-line`.
    public static String kindOf(Class<?> entity) {
        return entity.getSimpleName()
                .replaceFirst("Row$", "")
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }

    /// A value that only is said to have changed: a secret, or its hash.
    public static Object unrecorded() {
        return UNRECORDED;
    }

    /// Of two changes of one thing in one transaction, what became of it in all.
    /// @return  null when it came and went
    @Nullable
    Change then(Change later) {
        if (operation == Operation.DELETED) {
            return new Change(kind, id, Operation.CHANGED, before, later.after).differing();
        }
        if (later.operation == Operation.DELETED) {
            return operation == Operation.CREATED
                    ? null
                    : new Change(kind, id, Operation.DELETED, over(later.before, before), Map.of());
        }
        if (operation == Operation.CREATED) {
            return new Change(kind, id, Operation.CREATED, Map.of(), over(after, later.after));
        }
        return new Change(kind, id, Operation.CHANGED, over(later.before, before), over(after, later.after))
                .differing();
    }

    /// Without the values that are the same as before.
    /// @return  null when nothing is left
    @Nullable
    Change differing() {
        Map<String, @Nullable Object> was = new LinkedHashMap<>(before);
        Map<String, @Nullable Object> is = new LinkedHashMap<>(after);
        for (String name : before.keySet()) {
            boolean known = after.containsKey(name) && before.get(name) != UNRECORDED;
            if (known && Objects.deepEquals(before.get(name), after.get(name))) {
                was.remove(name);
                is.remove(name);
            }
        }
        return was.isEmpty() && is.isEmpty() ? null : new Change(kind, id, operation, was, is);
    }

    private static Map<String, @Nullable Object> over(
            Map<String, @Nullable Object> below, Map<String, @Nullable Object> above) {
        Map<String, @Nullable Object> both = new LinkedHashMap<>(below);
        both.putAll(above);
        return both;
    }
}
