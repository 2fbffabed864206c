/// The `tallygate` command: a thin runner over the control API. Start at [TallygateMain], then `command/`. Every rule
/// is the portal's; what lies here is how a person types it and reads the answer. Speaks HTTP only and shares no class
/// with the product.
@NullMarked
package io.tallygate.cli;

import org.jspecify.annotations.NullMarked;
