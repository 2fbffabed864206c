/// The doors of the state: `…/state` of the control API, and the console's page. Private to the room.
@NullMarked
package io.tallygate.portal.state.web;

import org.jspecify.annotations.NullMarked;
