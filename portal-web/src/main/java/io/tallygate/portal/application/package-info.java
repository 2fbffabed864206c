/// What developers register, and what it shows at the gateway: keys, user names, certificates, tokens. Start at
/// [Applications], then [Credentials]. Of a secret only the hash is kept; gateways hear of it in the transaction that
/// makes or revokes it. Knows no plan, page or API.
@NullMarked
package io.tallygate.portal.application;

import org.jspecify.annotations.NullMarked;
