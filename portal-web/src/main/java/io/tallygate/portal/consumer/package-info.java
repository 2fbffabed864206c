/// A tenant's customer organisations and the people in them. Start at [Consumers]. Knows no application, page or API.
@NullMarked
package io.tallygate.portal.consumer;

import org.jspecify.annotations.NullMarked;
