/// The lifecycle room at the door: its part of the control API, and its pages.
@NullMarked
package io.tallygate.portal.lifecycle.web;

import org.jspecify.annotations.NullMarked;
