/// A tenant's data in one archive that its owners take along. Start at [Exports]; the format is told in
/// `infra/contracts/export.md`. Reads tables by the catalogue, so that a table of tomorrow is in it too.
@NullMarked
package io.tallygate.portal.lifecycle.export;

import org.jspecify.annotations.NullMarked;
