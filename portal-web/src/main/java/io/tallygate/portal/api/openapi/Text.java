package io.tallygate.portal.api.openapi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a text may be; of a list: each of its texts.
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.PARAMETER})
public @interface Text {
    String SLUG = "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$";
    String COUNTRY = "^[A-Z]{2}$";

    /// Characters.
    int least() default 0;

    /// Characters; 0 for no bound of its own.
    int most() default 0;

    /// ECMA-262, anchored where it matters.
    String pattern() default "";

    /// As JSON Schema names it, for example `email`.
    String format() default "";

    String[] oneOf() default {};

    String example() default "";
}
