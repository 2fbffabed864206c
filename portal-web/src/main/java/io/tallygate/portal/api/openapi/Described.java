package io.tallygate.portal.api.openapi;

import io.tallygate.portal.account.Permission;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a method of a resource does, for the OpenAPI document. The rest is read from the code.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Described {
    /// What a call does, as in "Puts a plan on sale"; no full stop.
    String value();

    /// What a reader needs to know besides; CommonMark.
    String more() default "";

    /// Who may call: a holder of this permission, as the permission table has it. Several: each allows a part of it.
    /// What lies below a tenant needs one.
    Permission[] needs() default {};

    /// For the installation's operator alone.
    boolean operator() default false;

    /// The record that describes the body.
    Class<?> takes() default void.class;

    /// The record that describes the parameters of the query, besides `limit` and `cursor`.
    Class<?> asks() default void.class;

    /// The record that describes the answer, or one item of it when the method answers a list.
    Class<?> answers() default void.class;

    /// The answer is a whole list, without pages. One with `limit` and `cursor` is known as a page anyway.
    boolean list() default false;

    /// The answer shows a secret that nobody can read again: it has no tag and is never stored.
    boolean once() default false;

    /// Of the answer; 0: 201 for an [io.tallygate.portal.api.Idempotent] call, 204 without an answer, else 200.
    int status() default 0;
}
