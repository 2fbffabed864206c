/// The control API and the console's pages of what gateways do with an API's calls.
@NullMarked
package io.tallygate.portal.routing.web;

import org.jspecify.annotations.NullMarked;
