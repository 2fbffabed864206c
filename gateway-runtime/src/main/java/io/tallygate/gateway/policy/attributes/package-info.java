/// What a tenant wants to know of a call beside what every record says: `{"policy": "attributes", "config":
/// {"headers": {"tier": "X-Tier"}, "claims": {"organisation": "org_id"}, "constants": {"kind": "batch"}}}` puts
/// texts of the request, of the caller's checked token, or always the same, into the call's usage record (at most
/// eight; values of at most 127 octets, longer ones are cut). Usage can be grouped and filtered by them.
///
/// A client must not fill the store with names: of one attribute of a tenant an instance keeps `mostValues`
/// different values, and every further one is recorded as `other`; that is counted as `attribute-values`. Start at
/// [AttributesPolicy].
@NullMarked
package io.tallygate.gateway.policy.attributes;

import org.jspecify.annotations.NullMarked;
