package io.tallygate.portal.state;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.portal.account.Access;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.Reason;
import io.tallygate.portal.input.WrongInput;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Compares one document with its tenant: what is to be made, changed and deleted, and everything that is wrong.
/// Nothing is written here.
final class Comparing {
    private final Access by;
    private final Map<Kind, Section<?>> sections;
    private final Current current;
    private final InputCheck check = new InputCheck();
    private final Map<Kind, List<Step<?>>> steps = new EnumMap<>(Kind.class);
    private final Map<Wanted, JsonObject> afterwards = new HashMap<>();
    private final List<Found> deletions = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();

    /// What is to be done, in the order of kinds.
    /// @param deletions  in the order in which they are deleted
    record Outcome(List<Change> changes, Map<Kind, List<Step<?>>> steps, List<Found> deletions) {}

    Comparing(Access by, Map<Kind, Section<?>> sections, Current current) {
        this.by = by;
        this.sections = sections;
        this.current = current;
    }

    /// @throws WrongInput  with a pointer into the document for everything that is wrong
    Outcome compare(JsonObject document, Selector asked, boolean prune) {
        DocumentReader.Read read = new DocumentReader(sections, check)
                .read(document, by.slug(), by.tenant().value());
        Selector selector = asked.and(read.selector());
        new Matching(current.objects(), check).match(read.wanted());
        References references = new References(current.objects(), read.wanted());
        for (Wanted one : read.wanted()) {
            if (selector.fits(labels(one))) {
                weigh(section(one.kind()), one, references);
            }
        }
        Set<UUID> leaving = prune ? unnamed(read, selector) : Set.of();
        Leaving all = new Leaving(current.objects(), leaving, kept(leaving));
        delete(all);
        sections.values().forEach(section -> section.whole(all, check));
        refuseDoubles(read.wanted());
        refuseTwins(read.wanted());
        try {
            read.root().refuseIfWrong();
        } catch (WrongInput form) {
            form.members().forEach(member -> check.refuse(member.pointer(), member.reason()));
        }
        check.done();
        return new Outcome(changes, steps, deletions);
    }

    private <C> void weigh(Section<C> section, Wanted one, References references) {
        C checked = section.check(by, one, references, check);
        Found before = one.match();
        JsonObject after = withLabels(section.after(checked), one.kind(), labelsAfter(one));
        afterwards.put(one, after);
        JsonObject had = before == null ? null : withLabels(before.members(), before.kind(), before.labels());
        List<Change.Member> members = Change.between(had, after);
        if (before != null && members.isEmpty() && !before.hidden()) {
            return;
        }
        steps.computeIfAbsent(one.kind(), kind -> new ArrayList<>()).add(new Step<>(one, before, checked));
        changes.add(new Change(
                action(before, after, one.kind()),
                one.kind(),
                before == null ? null : before.id(),
                before == null ? one.key() : before.key(),
                one.pointer(),
                section.effect(before, checked),
                members));
    }

    private static Change.Action action(@Nullable Found before, JsonObject after, Kind kind) {
        if (before == null || before.hidden()) {
            return Change.Action.CREATE;
        }
        boolean renamed = kind.renamed() && !before.key().equals(after.getString(kind.key(), before.key()));
        return renamed ? Change.Action.RENAME : Change.Action.UPDATE;
    }

    /// Only what stands in a list that the document has: one that it leaves out says nothing of its objects. What
    /// stands inside of something that goes, goes with it.
    private Set<UUID> unnamed(DocumentReader.Read read, Selector selector) {
        Map<UUID, Wanted> named = new HashMap<>();
        read.wanted().forEach(one -> {
            Found match = one.match();
            if (match != null) {
                named.put(match.id(), one);
            }
        });
        Set<UUID> leaving = new HashSet<>();
        for (Found object : current.objects()) {
            if (object.hidden() || named.containsKey(object.id())) {
                continue;
            }
            Wanted parent = object.parent() == null ? null : named.get(object.parent());
            boolean listed = (object.parent() == null || parent != null)
                    && read.lists().contains(new DocumentReader.Place(object.kind(), parent));
            boolean goesWithItsParent = object.parent() != null && leaving.contains(object.parent());
            if (goesWithItsParent || (listed && selector.fits(current.labelsOf(object)))) {
                leaving.add(object.id());
            }
        }
        return leaving;
    }

    private void delete(Leaving leaving) {
        for (Found object : current.objects().reversed()) {
            boolean vanishes = object.kind().vanishes() && leaving.deleted().contains(object.parent());
            if (leaving.deleted().contains(object.id()) && !vanishes) {
                delete(section(object.kind()), object, leaving);
            }
        }
    }

    private void delete(Section<?> section, Found object, Leaving leaving) {
        Reason reason = section.whyItStays(by, object, leaving);
        if (reason != null) {
            check.refuse(
                    "/" + object.kind().list(),
                    because(
                            "The {0} {1} is not named, and cannot be deleted: {2}",
                            object.kind().word(), object.key(), reason));
            return;
        }
        deletions.add(object);
        changes.add(new Change(
                Change.Action.DELETE,
                object.kind(),
                object.id(),
                object.key(),
                null,
                section.effectOfDeleting(object),
                List.of()));
    }

    private List<Leaving.Kept> kept(Set<UUID> leaving) {
        List<Leaving.Kept> kept = new ArrayList<>();
        Set<UUID> weighed = new HashSet<>();
        afterwards.forEach((wanted, members) -> {
            Found match = wanted.match();
            if (match != null) {
                weighed.add(match.id());
            }
            kept.add(new Leaving.Kept(
                    wanted.kind(), match == null ? null : match.id(), wanted.key(), wanted.pointer(), members));
        });
        for (Found object : current.objects()) {
            if (!weighed.contains(object.id()) && !leaving.contains(object.id())) {
                kept.add(new Leaving.Kept(object.kind(), object.id(), object.key(), null, object.members()));
            }
        }
        return kept;
    }

    /// Two objects in one place must not share what is unique there, once all is done.
    private void refuseDoubles(List<Wanted> wanted) {
        Map<String, Object> taken = new HashMap<>();
        Set<UUID> renewed = new HashSet<>();
        for (Wanted one : wanted) {
            Found match = one.match();
            if (match != null && afterwards.containsKey(one)) {
                renewed.add(match.id());
            }
        }
        for (Found object : current.objects()) {
            if (!renewed.contains(object.id())) {
                for (String member : section(object.kind()).unique()) {
                    taken.put(
                            place(object.kind(), object.parent(), member, object.members()),
                            because("another {0}", object.kind().word()));
                }
            }
        }
        for (Wanted one : wanted) {
            JsonObject after = afterwards.get(one);
            if (after == null) {
                continue;
            }
            for (String member : section(one.kind()).unique()) {
                Object parent = one.parent() == null || one.parent().match() == null
                        ? one.parent()
                        : one.parent().match().id();
                Object other = taken.putIfAbsent(place(one.kind(), parent, member, after), one.pointer());
                if (other != null) {
                    check.refuse(one.pointer() + "/" + member, because("Taken by {0}.", other));
                }
            }
        }
    }

    /// Two new objects that nothing tells apart could not be told apart by the next apply.
    private void refuseTwins(List<Wanted> wanted) {
        Map<String, Wanted> seen = new HashMap<>();
        for (Wanted one : wanted) {
            if (one.match() == null && section(one.kind()).unique().isEmpty()) {
                Wanted parent = one.parent();
                String place = one.kind() + " " + (parent == null ? "" : parent.pointer()) + " " + one.key();
                Wanted twin = seen.putIfAbsent(place, one);
                if (twin != null) {
                    check.refuse(one.pointer() + "/" + one.kind().key(), because("This is also {0}.", twin.pointer()));
                }
            }
        }
    }

    private static String place(Kind kind, @Nullable Object parent, String member, JsonObject members) {
        return kind + " " + (parent instanceof Wanted made ? made.pointer() : parent) + " " + member + " "
                + members.getOrDefault(member, JsonValue.NULL);
    }

    /// Of a wanted object, as it will carry them; one without labels of its own is where its parent is.
    private Map<String, String> labels(Wanted one) {
        Wanted holder = one;
        while (!holder.kind().labelled()) {
            Wanted parent = holder.parent();
            if (parent == null) {
                return Map.of();
            }
            holder = parent;
        }
        return labelsAfter(holder);
    }

    private static Map<String, String> labelsAfter(Wanted one) {
        Map<String, String> own = one.labels();
        Found match = one.match();
        return own != null ? own : match != null ? match.labels() : Map.of();
    }

    private static JsonObject withLabels(JsonObject members, Kind kind, Map<String, String> labels) {
        if (!kind.labelled()) {
            return members;
        }
        JsonObjectBuilder builder = Json.createObjectBuilder();
        new TreeMap<>(labels).forEach(builder::add);
        return Json.createObjectBuilder(members).add("labels", builder).build();
    }

    private Section<?> section(Kind kind) {
        Section<?> section = sections.get(kind);
        if (section == null) {
            throw new IllegalStateException("no section for " + kind);
        }
        return section;
    }
}
