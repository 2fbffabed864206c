/// The outbox.
@NullMarked
package io.tallygate.portal.mail.store;

import org.jspecify.annotations.NullMarked;
