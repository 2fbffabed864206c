/// Starts, stops and describes the whole of Tallygate on one machine. Start at [StackMain]; [Up] holds the order of a
/// start, [Supervisor] what runs meanwhile, [Down] the end. What a part is made of lies in `part/`, sample data in
/// `sample/`. Knows no code of the portal, the gateway or the engine: they are processes with settings and an address.
@NullMarked
package io.tallygate.stack;

import org.jspecify.annotations.NullMarked;
