package io.tallygate.portal.api.openapi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A refusal of this method's own. Those that every call can meet are known to [Refusals].
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(Refuses.All.class)
public @interface Refuses {
    int status();

    /// The problem's type, without `/problems/`.
    String type();

    /// When it happens, as in "A plan with this name is on sale already."
    String when();

    /// What holds several.
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface All {
        Refuses[] value();
    }
}
