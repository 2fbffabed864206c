/// Runs the tables of `infra/contracts/suites` against this module's pure rooms.
@NullMarked
package io.tallygate.billing.suites;

import org.jspecify.annotations.NullMarked;
