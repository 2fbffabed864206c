/// What every resource of the control API shares: who calls ([Caller]), problem details ([ApiProblem]), bodies
/// ([Bodies], [Members]) and
/// pages of lists ([PageOf]). A resource lives in its own room's `web/` and is listed in
/// `portal.web.ControlApiApplication`.
/// Knows accounts, and no other room.
@NullMarked
package io.tallygate.portal.api;

import org.jspecify.annotations.NullMarked;
