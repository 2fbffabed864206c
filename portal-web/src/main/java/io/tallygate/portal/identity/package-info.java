/// Who a visitor is: sign-in and sign-out by OpenID Connect against Keycloak, and the register of who has signed in.
/// Start
/// at [CodeFlow] and [PersonSessions]. Whoever has signed in stays so while the identity provider is away; each call to
/// it ends in time ([ProviderCalls]). A tenant's own providers are in
/// `brokering/`. What a person may do is the account room's answer.
@NullMarked
package io.tallygate.portal.identity;

import org.jspecify.annotations.NullMarked;
