/// Products and plans over HTTP: `/api/v1/tenants/{t}/products` and the console's pages of them.
@NullMarked
package io.tallygate.portal.plan.web;

import org.jspecify.annotations.NullMarked;
