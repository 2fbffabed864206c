/// An OpenAPI document as a page shows it: groups of operations with their parameters, bodies and answers, written out
/// flat
/// and within bounds. Start at [ReferenceReader]. The document was checked when it was imported; what is odd in it is
/// left out here.
@NullMarked
package io.tallygate.portal.catalogue.reference;

import org.jspecify.annotations.NullMarked;
