/// A whole tenant as one document: dump it, compare it, apply it. Start at [State]; [Comparing] finds what differs and
/// everything that is wrong, and only what passed is done, in one transaction. What a kind of object is made of says
/// its [Section]. Who may ask is decided by who asks; what an object's rules are is decided by its own room.
@NullMarked
package io.tallygate.portal.state;

import org.jspecify.annotations.NullMarked;
