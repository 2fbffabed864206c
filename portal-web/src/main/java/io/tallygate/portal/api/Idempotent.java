package io.tallygate.portal.api;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A POST that makes something and honours `Idempotency-Key`: the same call again, by the same person with the same
/// key,
/// makes nothing new and gets the same answer for a day. [IdempotentCalls] sees to it.
///
/// The method answers a `Response` with a JSON object, takes its body as an `InputStream`, and its tenant as
/// `@PathParam("tenant")`; one without a tenant makes one. All it writes must be in the tenant's transaction. A
/// POST
/// that changes nothing the second time needs none of this.
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Idempotent {}
