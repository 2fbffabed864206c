package io.tallygate.portal.api.openapi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Where a resource stands in the document. Several resources may share a section; one of them says what it is about.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Section {
    /// The heading, as in `Products`.
    String value();

    /// CommonMark.
    String about() default "";
}
