/// What was used, as people and programs of a tenant may see it. Start at [Usage]. Counting and its store are
/// metering's; whose usage a caller may see is decided by who asks this room.
@NullMarked
package io.tallygate.portal.usage;

import org.jspecify.annotations.NullMarked;
