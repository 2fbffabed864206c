/// The pages' table of contents: which classes answer below `/`. Start at [PagesApplication]. Knows every room's pages;
/// nobody
/// knows it.
@NullMarked
package io.tallygate.portal.web;

import org.jspecify.annotations.NullMarked;
