/// Who did what, from where, in which request. [AuditContext] knows who acts on this thread; doors and tasks fill it.
/// Depends on no other room, and knows no page.
@NullMarked
package io.tallygate.portal.audit;

import org.jspecify.annotations.NullMarked;
