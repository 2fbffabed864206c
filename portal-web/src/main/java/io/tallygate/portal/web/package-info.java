/// The table of contents: which classes answer below `/` and below `/api/v1`. Start at [PagesApplication]. Knows every
/// room's doors; nobody knows it. The page about the control API stands here too, since only here it is whole.
@NullMarked
package io.tallygate.portal.web;

import org.jspecify.annotations.NullMarked;
