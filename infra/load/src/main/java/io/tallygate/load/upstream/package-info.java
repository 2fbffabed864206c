/// The service behind the drilled API: a small server of our own that remembers which calls it answered.
@NullMarked
package io.tallygate.load.upstream;

import org.jspecify.annotations.NullMarked;
