/// Events that could not be counted, from the publisher's side: looked at, written anew and counted, or given up.
/// Start at [LetterDesk]. The letters lie in metering's store; what became of them is noted here.
@NullMarked
package io.tallygate.portal.deadletter;

import org.jspecify.annotations.NullMarked;
