/// Who did what, from where, in which request: records in chains that show when one was altered, taken away or put in.
/// Start at [AuditTrail], which writes them; [AuditContext] knows who acts on this thread, and doors and tasks fill it.
/// What entities became is heard of from Hibernate. Depends on no other room, and knows no page.
@NullMarked
package io.tallygate.portal.audit;

import org.jspecify.annotations.NullMarked;
