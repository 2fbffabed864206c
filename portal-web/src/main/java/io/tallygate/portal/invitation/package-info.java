/// Asks people by e-mail to join a tenant or one of its consumers. Start at [Invitations], then [Joining], which is
/// what
/// whoever follows the link does. Knows members and teams, and the mail room; no page and no API.
@NullMarked
package io.tallygate.portal.invitation;

import org.jspecify.annotations.NullMarked;
