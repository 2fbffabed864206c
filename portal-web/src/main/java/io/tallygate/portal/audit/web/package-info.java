/// The audit room at the door: names requests and what they ask for, records what was refused, and shows, exports and
/// verifies chains for those who may see them.
@NullMarked
package io.tallygate.portal.audit.web;

import org.jspecify.annotations.NullMarked;
