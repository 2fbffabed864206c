/// What each kind of object is made of in the document, and which room's rules hold for it. One file a kind.
@NullMarked
package io.tallygate.portal.state.section;

import org.jspecify.annotations.NullMarked;
