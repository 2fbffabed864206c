/// Figures: [Samples] of a duration, [Figures] that are printed, and what the machine did meanwhile.
@NullMarked
package io.tallygate.load.measure;

import org.jspecify.annotations.NullMarked;
