/// What a person or a program asked for and cannot have, member by member. Start at [WrongInput]. Knows no room and no
/// HTTP.
@NullMarked
package io.tallygate.portal.input;

import org.jspecify.annotations.NullMarked;
