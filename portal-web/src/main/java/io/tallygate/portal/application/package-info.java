/// What developers register, and the keys it shows at the gateway. Start at [Applications], then [Credentials]. Of a
/// key only the hash
/// is kept; gateways hear of it in the transaction that makes or revokes it. Knows no plan, page or API.
@NullMarked
package io.tallygate.portal.application;

import org.jspecify.annotations.NullMarked;
