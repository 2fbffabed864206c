/// Events that could not be counted, in the control API and the console. Start at [DeadLettersResource] and
/// [DeadLettersPage].
@NullMarked
package io.tallygate.portal.deadletter.web;

import org.jspecify.annotations.NullMarked;
