/// Programs that make load, and what they say of it: [Wrk] as fast as it goes, [H2load] at a steady pace. Loopback
/// only,
/// for a given time.
@NullMarked
package io.tallygate.load.generator;

import org.jspecify.annotations.NullMarked;
