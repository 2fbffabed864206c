/// What becomes of a tenant: suspended and resumed, taken along (`export/`), erased (`erase/`). Start at [Suspensions].
/// Gateways hear of it in the transaction that does it.
/// Knows no page and no API.
@NullMarked
package io.tallygate.portal.lifecycle;

import org.jspecify.annotations.NullMarked;
