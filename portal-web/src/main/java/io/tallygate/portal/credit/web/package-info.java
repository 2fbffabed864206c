/// The doors of credit.
@NullMarked
package io.tallygate.portal.credit.web;

import org.jspecify.annotations.NullMarked;
