/// How often somebody has signed up lately.
@NullMarked
package io.tallygate.portal.signup.store;

import org.jspecify.annotations.NullMarked;
