package io.tallygate.portal.state;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a document is made of, in the order in which objects are made: each needs only what stands before it. They are
/// deleted the other way round.
public enum Kind {
    /// What the tenant says of itself; there is one, and it stands in the document alone and not in a list.
    SETTINGS("tenant", "name", null, false),
    MEMBER("members", "email", null, false),
    API("apis", "slug", null, true),
    METER("meters", "slug", null, false),
    PRODUCT("products", "slug", null, true),
    PLAN("plans", "slug", PRODUCT, false),
    CONSUMER("consumers", "name", null, true),
    TEAM_MEMBER("team", "email", CONSUMER, false),
    APPLICATION("applications", "name", CONSUMER, true),
    SUBSCRIPTION("subscriptions", "product", APPLICATION, false),
    WEBHOOK("webhooks", "url", null, false);

    private final String list;
    private final String key;
    private final @Nullable Kind parent;
    private final boolean labelled;

    Kind(String list, String key, @Nullable Kind parent, boolean labelled) {
        this.list = list;
        this.key = key;
        this.parent = parent;
        this.labelled = labelled;
    }

    /// The document's member that holds them.
    public String list() {
        return list;
    }

    /// Whether it stands alone where others have a list.
    public boolean single() {
        return this == SETTINGS;
    }

    /// Whether another key is another name of the same object.
    boolean renamed() {
        return this != SUBSCRIPTION && this != SETTINGS && this != METER;
    }

    /// Whether nothing need be said of it when what it stands inside of is deleted.
    boolean vanishes() {
        return this == TEAM_MEMBER;
    }

    /// The member by which a person knows one, where its id is not known.
    public String key() {
        return key;
    }

    /// Inside of what they stand; null for those at the top.
    public @Nullable Kind parent() {
        return parent;
    }

    /// Whether it carries labels of its own; else those of its parent count.
    public boolean labelled() {
        return labelled;
    }

    /// As documents and people call one.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
