/// User name and secret in `Authorization: Basic` (RFC 7617): `{"policy": "basic", "config": {"realm": "orders"}}`.
///
/// The credential's `sha256` is that of `user:secret` as the client sends it, in UTF-8: one look-up, and the same
/// secret
/// under two names is two hashes. One plain SHA-256 is enough because secrets are minted by us, never chosen by people:
/// there is no dictionary to try. The user name is the credential's id or another text without a colon that is minted
/// with it. Unknown, expired and malformed ones are refused alike: 401 `unknown-user`. Taken off before the call goes
/// upstream, unless `"hide": false`. Start at [BasicCheck].
@NullMarked
package io.tallygate.gateway.policy.basic;

import org.jspecify.annotations.NullMarked;
