/// Meters in the control API and the console. Start at [MetersResource] and [MetersPage].
@NullMarked
package io.tallygate.portal.meter.web;

import org.jspecify.annotations.NullMarked;
