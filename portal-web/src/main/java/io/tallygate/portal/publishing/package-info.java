/// An API from draft to published. Start at [Publishing]. Gateways hear of it in the transaction that publishes it.
/// Reading documents is `openapi/`'s; which addresses may be called is `outbound`'s. Knows no product, page or API
/// resource.
@NullMarked
package io.tallygate.portal.publishing;

import org.jspecify.annotations.NullMarked;
