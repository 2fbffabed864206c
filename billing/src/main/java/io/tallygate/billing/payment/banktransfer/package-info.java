/// Payment by bank transfer: the details a payer needs, and the bank's statements that say who paid. Start at
/// [StatementReader], which reads CAMT.053 and CSV, and [EntryMatching], which finds what an entry is for.
/// A statement is somebody else's file: all that is read of it is bounded, and nothing in it is fetched.
@NullMarked
package io.tallygate.billing.payment.banktransfer;

import org.jspecify.annotations.NullMarked;
