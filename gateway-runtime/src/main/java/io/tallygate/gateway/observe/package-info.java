/// What can be seen from outside: counts of calls and of every limit that was hit. Start at [Metrics]. Counting on an
/// event loop costs a plain store; adding up is the reader's work.
@NullMarked
package io.tallygate.gateway.observe;

import org.jspecify.annotations.NullMarked;
