/// The realm as code: [RealmFile] reads what `realm/tallygate-realm.json` says, [RealmApplier] brings a running
/// Keycloak
/// to it, a new one as well as one that has served for years. Start at [RealmApplier#apply].
/// The file is one that Keycloak itself can import. Knows no part and no port of the stack.
@NullMarked
package io.tallygate.stack.realm;

import org.jspecify.annotations.NullMarked;
