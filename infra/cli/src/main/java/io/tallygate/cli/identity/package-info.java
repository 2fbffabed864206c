/// Signing in at the installation's identity provider with a browser, from a terminal: the OAuth device flow
/// (RFC 8628). Start at [DeviceSignIn]; [Renewal] keeps the sign-in going afterwards.
@NullMarked
package io.tallygate.cli.identity;

import org.jspecify.annotations.NullMarked;
