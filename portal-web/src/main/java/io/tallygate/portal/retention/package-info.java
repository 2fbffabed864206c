/// How long a tenant's usage is kept, and its months as files. Start at [Retentions]. What is deleted and how files are
/// made is metering's `archive`.
@NullMarked
package io.tallygate.portal.retention;

import org.jspecify.annotations.NullMarked;
