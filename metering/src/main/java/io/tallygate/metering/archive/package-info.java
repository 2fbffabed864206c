/// All usage of one tenant, to be taken along or taken away. Start at [UsageArchive].
@NullMarked
package io.tallygate.metering.archive;

import org.jspecify.annotations.NullMarked;
