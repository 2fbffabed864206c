/// What we count. Start at [Period]. Knows no store and no server.
@NullMarked
package io.tallygate.metering.meter;

import org.jspecify.annotations.NullMarked;
