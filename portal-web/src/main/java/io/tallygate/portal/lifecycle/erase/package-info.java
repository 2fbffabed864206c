/// A tenant that is no more: asked for, closed at once, deleted when its grace is over, with a signed receipt. Start at
/// [Erasures]; [EraseTask] has the order of what happens then. What is kept and why is told in
/// `infra/contracts/erasure.md`. Reads tables by the catalogue, so that a table of tomorrow is emptied too.
@NullMarked
package io.tallygate.portal.lifecycle.erase;

import org.jspecify.annotations.NullMarked;
