/// Tables of other products' tests, run against what we make of the same events. See `infra/contracts/suites`.
@NullMarked
package io.tallygate.metering.suites;

import org.jspecify.annotations.NullMarked;
