/// People and what they may do: a tenant's members, their roles, and the tokens their programs use. Start at
/// [Permission], the one
/// table that pages and the control API both ask; [Directory] finds out who somebody is before a tenant is known.
/// Knows no page and no API, and of consumers only who belongs to them.
@NullMarked
package io.tallygate.portal.account;

import org.jspecify.annotations.NullMarked;
