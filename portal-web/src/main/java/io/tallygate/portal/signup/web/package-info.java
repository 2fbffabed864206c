/// The sign-up room at the door: `/sign-up`.
@NullMarked
package io.tallygate.portal.signup.web;

import org.jspecify.annotations.NullMarked;
