/// How often somebody has signed up lately, who asked for an account, and which accounts nobody has proven yet.
@NullMarked
package io.tallygate.portal.signup.store;

import org.jspecify.annotations.NullMarked;
