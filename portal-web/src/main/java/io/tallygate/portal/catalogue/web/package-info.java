/// What a tenant's visitors read before they sign in: the front page, a portal, an API's reference, a product with its
/// plans. Start at [PortalPage]. Shows published APIs only; knows no application and no usage.
@NullMarked
package io.tallygate.portal.catalogue.web;

import org.jspecify.annotations.NullMarked;
