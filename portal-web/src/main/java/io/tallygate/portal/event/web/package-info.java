/// Credentials of back ends in the control API and the console. Start at [EventCredentialsResource] and
/// [EventCredentialsPage].
@NullMarked
package io.tallygate.portal.event.web;

import org.jspecify.annotations.NullMarked;
