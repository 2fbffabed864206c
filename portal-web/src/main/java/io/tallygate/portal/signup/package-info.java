/// How people and organisations come here by themselves. A visitor asks for an account and is answered by mail alone
/// ([Registration#ask], then [AnswerRegistrations]); a signed-in person founds a tenant and owns it ([SignUp#found]).
/// Says no by named limits ([SignUpLimit], [RegistrationLimits]); knows no page.
@NullMarked
package io.tallygate.portal.signup;

import org.jspecify.annotations.NullMarked;
