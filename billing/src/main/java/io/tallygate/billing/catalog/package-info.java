/// What is sold: a [Product] (APIs sold together), its [Plan]s, and each plan's [PlanVersion]s, which a
/// subscription is pinned to. What a version promises and asks for is its [PlanTerms]: [RateCard]s, each with a
/// [Price] of one of eight models, bounds, phases and add-ons; [TermsDocument] is how they are stored. Start at
/// [Catalog]. Knows neither who subscribed nor what was used.
@NullMarked
package io.tallygate.billing.catalog;

import org.jspecify.annotations.NullMarked;
