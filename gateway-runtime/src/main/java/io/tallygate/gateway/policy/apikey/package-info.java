/// A call shows an API key; from it follow the consumer, the application and the subscription. Start at [ApiKeyCheck].
///
/// On a route: `{"policy": "api-key", "config": {"names": ["X-API-Key"], "in": ["header", "query", "body"]}}`, or
/// `"authentication": "api-key"` for the usual form. The key is looked for in header, query and body in this order, and
/// the first that is there decides. In a body it is a field of a form (`application/x-www-form-urlencoded`,
/// `multipart/form-data`) or a member of a JSON object; such a body is held back to `bodyBytes`, and 413 beyond. A name
/// that is there twice in one place is refused, also when both keys are the same. Wherever a key may stand, it is taken
/// off before the call goes upstream, unless `"hide": false`. Unknown, expired, revoked and malformed keys, and those
/// of
/// another tenant or environment, are refused alike: 401 `unknown-api-key`.
@NullMarked
package io.tallygate.gateway.policy.apikey;

import org.jspecify.annotations.NullMarked;
