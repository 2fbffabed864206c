/// Consumers' prepaid credit. Start at [Credits]. How it moves is billing's; this room knows who may see and give it.
@NullMarked
package io.tallygate.portal.credit;

import org.jspecify.annotations.NullMarked;
