/// What a known caller may do: scopes, and lists of consumers and applications.
///
/// `{"policy": "access", "config": {"scopes": ["orders:read"], "operations": {"createOrder": ["orders:write"]},
/// "consumers": {"allow": […], "deny": […]}, "applications": {…}}}`. All scopes that are named must be there, those of
/// the route and those of the operation that is called. They come with the credential or in the token. Who is denied is
/// refused first; where anybody is allowed by id, all others are refused, and anonymous calls with them. 403, and
/// nothing is used up. Start at [AccessPolicy].
@NullMarked
package io.tallygate.gateway.policy.access;

import org.jspecify.annotations.NullMarked;
