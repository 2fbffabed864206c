/// The doors of disputes: the calls of a line, and what was said of them.
@NullMarked
package io.tallygate.portal.dispute.web;

import org.jspecify.annotations.NullMarked;
