/// How an organisation comes to publish here by itself: a signed-in person founds a tenant and owns it. Start at
/// [SignUp#found]. Says no by named limits ([SignUpLimit]); knows no page.
@NullMarked
package io.tallygate.portal.signup;

import org.jspecify.annotations.NullMarked;
