/// What a client reads when it fails: problem details (RFC 9457) with a stable type and nothing of the inside.
/// Start at [Problems]. Knows no call and no Netty.
@NullMarked
package io.tallygate.gateway.problem;

import org.jspecify.annotations.NullMarked;
