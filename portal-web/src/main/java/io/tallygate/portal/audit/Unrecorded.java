package io.tallygate.portal.audit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// On a field of an entity: its value is never in the audit log, only that it changed; for secrets and their hashes.
/// On an entity: its rows are no state (an outbox, a delivery log), so the audit log says nothing of them.
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.TYPE})
public @interface Unrecorded {}
