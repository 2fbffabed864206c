/// The doors of payments: payments, statements, and where to transfer to.
@NullMarked
package io.tallygate.portal.payment.web;

import org.jspecify.annotations.NullMarked;
