/// Who a visitor is: OpenID Connect sign-in and sign-out against Keycloak through Jakarta Security. Start at
/// [SignInPage].
/// Only `/sign-in` is protected by the server; every other page reads the small record in the HTTP session, so that
/// whoever has
/// signed in stays so while the identity provider is away. What a person may do is the account room's answer.
@NullMarked
package io.tallygate.portal.identity;

import org.jspecify.annotations.NullMarked;
