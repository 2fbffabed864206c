/// The console's front door: figures of a tenant, and the way from a document to the first invoice. Start at
/// [OverviewPage]. Stands above all rooms that it asks.
@NullMarked
package io.tallygate.portal.console.web;

import org.jspecify.annotations.NullMarked;
