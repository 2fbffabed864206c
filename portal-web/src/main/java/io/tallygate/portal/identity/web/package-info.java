/// The doors: signing in and out, what the provider says of ended sessions, a person's own account. [SessionGuard]
/// stands
/// before every page.
@NullMarked
package io.tallygate.portal.identity.web;

import org.jspecify.annotations.NullMarked;
