/// A tenant's own identity provider, OpenID Connect or SAML, through Keycloak's brokering. Start at [TenantProviders],
/// which is told of them, and [KeepProviders], which tells Keycloak; [BrokeredArrivals] says whether to believe what
/// one of them said of a person. An address is believed only in a domain that the provider's tenant has proven
/// ([DomainProofs]).
@NullMarked
package io.tallygate.portal.identity.brokering;

import org.jspecify.annotations.NullMarked;
