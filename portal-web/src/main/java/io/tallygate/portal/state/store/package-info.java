/// Where labels lie. Private to the room.
@NullMarked
package io.tallygate.portal.state.store;

import org.jspecify.annotations.NullMarked;
