/// What processes take of the machine, as the kernel and the JVM account for it: [ProcessTree], [Machine], [JavaHeap].
@NullMarked
package io.tallygate.load.machine;

import org.jspecify.annotations.NullMarked;
