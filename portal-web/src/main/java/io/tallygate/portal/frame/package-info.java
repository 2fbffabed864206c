/// What every page shares: the frame around it, its language and look, forms, protection against forged and repeated
/// posts, and the page a person reads when something fails. Start at [Frame], then [Views].
/// Knows no other room: pages tell it whose portal they belong to, identity tells it who has signed in.
@NullMarked
package io.tallygate.portal.frame;

import org.jspecify.annotations.NullMarked;
