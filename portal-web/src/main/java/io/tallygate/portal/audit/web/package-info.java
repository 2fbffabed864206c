/// The audit room at the door: names requests and what they ask for.
@NullMarked
package io.tallygate.portal.audit.web;

import org.jspecify.annotations.NullMarked;
