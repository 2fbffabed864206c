/// Runs the tables of public test suites that lie in `infra/contracts/suites`: every row, none left out. A row that
/// comes
/// out otherwise fails, unless `choices.json` there names it with its reason; one that is named and comes out as the
/// table says fails too. What a row asks for beyond that which is built is counted as pending, by kind.
@NullMarked
package io.tallygate.gateway.suites;

import org.jspecify.annotations.NullMarked;
