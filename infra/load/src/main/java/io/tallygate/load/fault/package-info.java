/// Fault drills, a class each, and the ledgers that judge them ([Ledger] at the client, [Verdict] over all three).
@NullMarked
package io.tallygate.load.fault;

import org.jspecify.annotations.NullMarked;
