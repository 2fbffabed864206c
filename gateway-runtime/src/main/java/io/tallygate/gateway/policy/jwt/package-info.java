/// Tokens that somebody else signed: JSON Web Tokens of OpenID Connect and OAuth 2.0 (RFC 7519, RFC 9068).
///
/// `{"policy": "jwt", "config": {"issuers": [{"issuer": "https://id.example", "jwksUri": "https://id.example/certs",
/// "algorithms": ["RS256"], "audiences": ["orders"], "client": {"claim": "azp"}}]}}`.
///
/// - **Signature**: the algorithms are pinned for each issuer, and each key is bound to what it says of itself (`alg`,
///   `use`, `key_ops`). `none` is no algorithm; an HMAC is only ever checked with a symmetric key that stands in the
///   configuration, never with a public one. A head with `crit` is refused; keys in a head are not looked at.
/// - **Claims**: `iss` and `exp` always, `aud` where audiences are given, `nbf` and `iat` where they are there, all
/// with
///   a leeway; `typ` where types are given; scopes and claims as the issuer's `scopes` and `claims` say.
/// - **Who it is**: `client.claim` names the application, which is looked for among credentials of the kind `jwt`;
///   `"required": false` lets tokens of unknown applications pass, and without `client` a token alone is enough: such a
///   call counts for nobody.
/// - **Keys**: given inline, or fetched from `jwksUri` on threads of their own, through the wall around outbound calls,
///   before they become old. A key that nobody knows makes the issuer be asked again, and the calls wait for it: once
///   per interval for all of them, so that made-up keys cost nothing more (the limit `key-fetches`).
/// - **Cost**: what was verified is remembered by its SHA-256, up to a bound, until it expires or the keys change.
///
/// 401 `missing-token` and `invalid-token`, 403 `unknown-client` and `insufficient-scope`, 503 `keys-unavailable` as
/// long as an issuer's keys could not be had at all. The token goes upstream unless `"hide": true`; `upstream` names
/// fields in which claims go there, and which no client can send. Start at [TokenCheck].
@NullMarked
package io.tallygate.gateway.policy.jwt;

import org.jspecify.annotations.NullMarked;
