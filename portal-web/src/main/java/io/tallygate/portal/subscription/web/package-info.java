/// Subscriptions over HTTP: `/api/v1/tenants/{t}/subscriptions` and the page on which an application is put
/// on a plan.
@NullMarked
package io.tallygate.portal.subscription.web;

import org.jspecify.annotations.NullMarked;
