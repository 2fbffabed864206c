/// Reads an OpenAPI 3.0 or 3.1 document that somebody uploaded: what it offers, or precisely where it is wrong. Start
/// at [OpenApiReader#read].
/// Hostile input is expected: every step has a named limit and nothing outside the document is ever opened. Knows no
/// database and no HTTP.
@NullMarked
package io.tallygate.portal.publishing.openapi;

import org.jspecify.annotations.NullMarked;
