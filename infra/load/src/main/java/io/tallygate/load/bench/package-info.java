/// Benchmarks, a class each. A figure that misses what the product promises makes the run fail.
@NullMarked
package io.tallygate.load.bench;

import org.jspecify.annotations.NullMarked;
