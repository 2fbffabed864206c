/// Which installation, tenant and token a command uses. Start at [Profiles].
@NullMarked
package io.tallygate.cli.profile;

import org.jspecify.annotations.NullMarked;
