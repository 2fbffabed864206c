package io.tallygate.portal.api.openapi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Of these members of a body, each of which is [LeftOut], one must be there and the others must not.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ExactlyOne {
    /// The first one is that of the example.
    String[] value();
}
