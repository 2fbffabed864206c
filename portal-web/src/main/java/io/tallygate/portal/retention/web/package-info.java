/// How long usage is kept, and its months as files, in the control API and the console.
@NullMarked
package io.tallygate.portal.retention.web;

import org.jspecify.annotations.NullMarked;
