/// The table of answers that are given again. Private to the room.
@NullMarked
package io.tallygate.portal.api.store;

import org.jspecify.annotations.NullMarked;
