/// What can be seen from outside: counts of calls and of every limit that was hit. Start at [Metrics]. Counting on an
/// event loop costs a plain store; adding up is the reader's work. [Seeing] is who looks on while calls pass: spans in
/// `tracing`, lines in `accesslog`, and in `calltrace` who may see what a call of theirs went through. None of them
/// makes
/// a call wait.
@NullMarked
package io.tallygate.gateway.observe;

import org.jspecify.annotations.NullMarked;
