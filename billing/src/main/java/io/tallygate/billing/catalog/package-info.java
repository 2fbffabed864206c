/// What is sold: a [Product] (APIs sold together), its [Plan]s, and each plan's [PlanVersion]s, which a
/// subscription is pinned to. Start at [Catalog]. Knows neither who subscribed nor what was used.
@NullMarked
package io.tallygate.billing.catalog;

import org.jspecify.annotations.NullMarked;
