/// Texts that open a door: API keys, access tokens, group tokens. Start at [Secret]. Only their hashes are ever stored.
/// A secret that the portal itself must use again is stored sealed: [Sealing]. Knows no room and no store.
@NullMarked
package io.tallygate.portal.secret;

import org.jspecify.annotations.NullMarked;
