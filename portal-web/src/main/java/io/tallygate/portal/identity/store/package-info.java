/// What the identity room notes for later: what the provider has yet to be told, and whom it no longer lets in.
@NullMarked
package io.tallygate.portal.identity.store;

import org.jspecify.annotations.NullMarked;
