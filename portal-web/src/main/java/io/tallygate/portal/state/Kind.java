package io.tallygate.portal.state;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a document is made of, in the order in which objects are made: each needs only what stands before it. They are
/// deleted the other way round.
public enum Kind {
    API("apis", "slug", null, true),
    PRODUCT("products", "slug", null, true),
    PLAN("plans", "slug", PRODUCT, false),
    CONSUMER("consumers", "name", null, true),
    APPLICATION("applications", "name", CONSUMER, true),
    SUBSCRIPTION("subscriptions", "product", APPLICATION, false);

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
        return name().toLowerCase(Locale.ROOT);
    }
}
