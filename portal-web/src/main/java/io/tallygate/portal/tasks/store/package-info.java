/// The table of waiting work, as the library and as a tenant's transaction see it.
@NullMarked
package io.tallygate.portal.tasks.store;

import org.jspecify.annotations.NullMarked;
