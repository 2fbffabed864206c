/// The parts of a running Tallygate, a file each: how one is started, when it is ready, how it is stopped. Start at
/// [Part]; [PartList] has them in order. Knows nothing of sample data and of who supervises.
@NullMarked
package io.tallygate.stack.part;

import org.jspecify.annotations.NullMarked;
