/// A finished call becomes one record of the usage journal, before the last byte of its answer leaves. Start at
/// [UsageEvents].
@NullMarked
package io.tallygate.gateway.usage;

import org.jspecify.annotations.NullMarked;
