/// The control API as the client sees it. Start at [ControlApi]: one address, one token, refusals as [Refused], and
/// patience where the portal asks for it. Knows no command.
@NullMarked
package io.tallygate.cli.api;

import org.jspecify.annotations.NullMarked;
