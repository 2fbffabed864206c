/// The audit log's tables and Hibernate's word on what changes. Records are written by the database's own functions,
/// which is all that any role may do. Private to the room.
@NullMarked
package io.tallygate.portal.audit.store;

import org.jspecify.annotations.NullMarked;
