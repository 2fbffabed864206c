/// How far usage is complete, and who holds it back. Start at [Completeness]. What an instance reports is written in
/// `recording`; whose usage a gateway group carries is not known here.
@NullMarked
package io.tallygate.metering.completeness;

import org.jspecify.annotations.NullMarked;
