/// Comparisons in the control API and the console. Start at [ReconciliationsResource] and [ReconciliationPage].
@NullMarked
package io.tallygate.portal.reconciliation.web;

import org.jspecify.annotations.NullMarked;
