/// The usage page of portal and console. Start at [UsageModel]. Whose usage is shown is decided by the page
/// that asks.
@NullMarked
package io.tallygate.portal.usage.web;

import org.jspecify.annotations.NullMarked;
