/// Invoices over HTTP: `/api/v1/tenants/{t}/invoices` and `/billing-runs`, and the pages of both sides.
@NullMarked
package io.tallygate.portal.invoice.web;

import org.jspecify.annotations.NullMarked;
