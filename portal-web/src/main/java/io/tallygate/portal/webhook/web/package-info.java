/// Webhooks in the control API and on the console's pages.
@NullMarked
package io.tallygate.portal.webhook.web;

import org.jspecify.annotations.NullMarked;
