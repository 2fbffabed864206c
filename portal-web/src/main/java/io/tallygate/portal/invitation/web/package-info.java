/// The invitation room at the door: its part of the control API, and its pages.
@NullMarked
package io.tallygate.portal.invitation.web;

import org.jspecify.annotations.NullMarked;
